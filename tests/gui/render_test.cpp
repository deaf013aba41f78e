#include <cairo.h>
#include <gmock/gmock.h>
#include <gtk/gtk.h>
#include <malloc.h>

#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "view_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace widget_bridge;

constexpr Size kSize{200, 60};

struct Picture {
  Size size;
  std::vector<std::uint8_t> pixels;
  bool operator==(const Picture&) const = default;
};

Picture decoded(const ImageOctets& png) {
  struct Source {
    const std::uint8_t* next;
    std::size_t left;
  } source{png.data(), png.size()};
  const auto read = [](void* from, unsigned char* to, unsigned count) {
    auto& octets = *static_cast<Source*>(from);
    if (octets.left < count) {
      return CAIRO_STATUS_READ_ERROR;
    }
    std::memcpy(to, octets.next, count);
    octets.next += count;
    octets.left -= count;
    return CAIRO_STATUS_SUCCESS;
  };
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create_from_png_stream(read, &source), cairo_surface_destroy);
  EXPECT_EQ(cairo_surface_status(surface.get()), CAIRO_STATUS_SUCCESS);
  const int width = cairo_image_surface_get_width(surface.get());
  const int height = cairo_image_surface_get_height(surface.get());
  const auto octets = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get())) *
                      static_cast<std::size_t>(height);
  const unsigned char* data = cairo_image_surface_get_data(surface.get());
  return {{width, height}, {data, data + octets}};
}

// The corners of a frame leave some of what is below it.
std::vector<std::uint8_t> without_border(const Picture& picture) {
  constexpr int kOctets = 4;
  std::vector<std::uint8_t> inside;
  for (int y = 1; y + 1 < picture.size.height; ++y) {
    const auto line = picture.pixels.begin() + y * picture.size.width * kOctets;
    inside.insert(inside.end(), line + kOctets, line + (picture.size.width - 1) * kOctets);
  }
  return inside;
}

class RenderTest : public ViewFixture {
 protected:
  static Picture picture(const Widget& widget, Size size = kSize) {
    return decoded(render(widget, size, ImageFormat::Png));
  }

  static std::string drawing(const Widget& widget, Size size = kSize) {
    const ImageOctets svg = render(widget, size, ImageFormat::Svg);
    return {svg.begin(), svg.end()};
  }
};

TEST_F(RenderTest, WF12_EveryTypeIsDrawnAtExactlyTheAskedSize) {
  for (const WidgetType type : all_types()) {
    for (const Size size : {Size{1, 1}, Size{3, 200}, kSize, Size{2000, 2000}}) {
      EXPECT_EQ(picture(make_widget(type), size).size, size) << name_of(type);
    }
  }
}

TEST_F(RenderTest, WF12_PixelsDifferBetweenTypes) {
  std::set<std::vector<std::uint8_t>> pictures;
  for (const WidgetType type : all_types()) {
    pictures.insert(picture(make_widget(type)).pixels);
  }
  EXPECT_EQ(pictures.size(), all_types().size());
}

TEST_F(RenderTest, WF12_PixelsDifferBetweenLabels) {
  for (const WidgetType type : all_types()) {
    EXPECT_NE(picture(make_widget(type, "Save")), picture(make_widget(type, "Load")))
        << name_of(type);
  }
}

TEST_F(RenderTest, TheSameWidgetIsDrawnTheSameAgain) {
  for (const WidgetType type : all_types()) {
    EXPECT_EQ(picture(make_widget(type)), picture(make_widget(type))) << name_of(type);
  }
}

TEST_F(RenderTest, LabelsInUtf8DifferFromOneAnotherAndFromTheirOctetsInLatin) {
  for (const WidgetType type : all_types()) {
    const Picture german = picture(make_widget(type, "Größe"));
    EXPECT_NE(german, picture(make_widget(type, "Grüße"))) << name_of(type);
    EXPECT_NE(german, picture(make_widget(type, "GrÃ¶Ã\u009fe"))) << name_of(type);
  }
}

TEST_F(RenderTest, AnAmpersandIsDrawnAsItself) {
  for (const WidgetType type : all_types()) {
    EXPECT_NE(picture(make_widget(type, "A&B")), picture(make_widget(type, "AB"))) << name_of(type);
  }
}

TEST_F(RenderTest, DisabledControlsLookDisabled) {
  for (const WidgetType type : all_types()) {
    Widget disabled = make_widget(type);
    disabled.enabled = false;
    EXPECT_NE(picture(disabled), picture(make_widget(type))) << name_of(type);
  }
}

TEST_F(RenderTest, AValueIsSeen) {
  const std::pair<WidgetType, ControlValue> values[] = {
      {WidgetType::Checkbox, true}, {WidgetType::Slider, 50}, {WidgetType::Textbox, "text"}};
  for (const auto& [type, value] : values) {
    Widget widget = make_widget(type);
    widget.value = value;
    EXPECT_NE(picture(widget), picture(make_widget(type))) << name_of(type);
  }
}

TEST_F(RenderTest, LongLabelsAreClipped) {
  const std::string start(80, 'm');
  for (const WidgetType type : all_types()) {
    EXPECT_EQ(picture(make_widget(type, start + "a")), picture(make_widget(type, start + "b")))
        << name_of(type);
  }
}

TEST_F(RenderTest, RefusesSizesAndTextsThatCannotBe) {
  const Widget button = make_widget(WidgetType::Button);
  for (const Size size : {Size{0, 10}, Size{10, 0}, Size{2001, 10}, Size{10, 2001}, Size{-1, 1}}) {
    EXPECT_THROW(render(button, size, ImageFormat::Png), std::invalid_argument);
  }
  EXPECT_THROW(render(make_widget(WidgetType::Label, "\xc3"), kSize, ImageFormat::Png),
               std::invalid_argument);
  EXPECT_THROW(
      render(make_widget(WidgetType::Label, std::string("a\0b", 3)), kSize, ImageFormat::Png),
      std::invalid_argument);
}

TEST_F(RenderTest, DrawsAgainAfterARefusal) {
  EXPECT_THROW(render(make_widget(WidgetType::Label, "\xc3"), kSize, ImageFormat::Png),
               std::invalid_argument);
  EXPECT_EQ(picture(make_widget(WidgetType::Label)).size, kSize);
}

TEST_F(RenderTest, SvgHasTheAskedSizeAndDiffersBetweenTypesAndLabels) {
  std::set<std::string> drawings;
  for (const WidgetType type : all_types()) {
    const std::string svg = drawing(make_widget(type));
    EXPECT_THAT(svg, testing::HasSubstr(R"(viewBox="0 0 200 60")")) << name_of(type);
    EXPECT_TRUE(svg.ends_with("</svg>\n")) << name_of(type);
    drawings.insert(svg);
    drawings.insert(drawing(make_widget(type, "Load")));
  }
  EXPECT_EQ(drawings.size(), 2 * all_types().size());
}

TEST_F(RenderTest, SvgCarriesTheLabelEscapedAsItsTitle) {
  EXPECT_THAT(drawing(make_widget(WidgetType::Button, "<a> & \"b\" Größe")),
              testing::HasSubstr("<title>&lt;a&gt; &amp; &quot;b&quot; Größe</title>"));
}

TEST_F(RenderTest, DrawnControlsHaveTheirColoursWhateverTheTheme) {
  for (const bool enabled : {true, false}) {
    for (const WidgetType type : {WidgetType::Canvas, WidgetType::CorbaWidget,
                                  WidgetType::SecureWidget, WidgetType::FailingWidget}) {
      Widget widget = make_widget(type);
      widget.enabled = enabled;
      const auto in_theme = [&](bool dark) {
        GtkSettings* settings = gtk_settings_get_default();
        g_object_set(settings, "gtk-application-prefer-dark-theme", dark ? TRUE : FALSE, nullptr);
        g_object_notify(G_OBJECT(settings), "gtk-theme-name");  // wx keeps the colours until then
        return without_border(picture(widget));
      };
      EXPECT_EQ(in_theme(true), in_theme(false)) << name_of(type);
    }
  }
}

TEST_F(RenderTest, ManyRendersKeepNoMemory) {
  std::vector<std::size_t> memory;
  const std::function<void(int)> render_round = [&](int round) {
    for (const WidgetType type : all_types()) {
      render(make_widget(type), kSize, ImageFormat::Png);
    }
    memory.push_back(mallinfo2().uordblks);
    loop_.post([&, round] { round == 60 ? loop_.stop() : render_round(round + 1); });
  };
  loop_.post([&] { render_round(1); });
  loop_.run();
  ASSERT_EQ(memory.size(), 60U);
  EXPECT_LT(memory[59], memory[29] + 30 * 11 * 1024) << "a kilobyte a render";
}

}  // namespace
}  // namespace orbbench::tests
