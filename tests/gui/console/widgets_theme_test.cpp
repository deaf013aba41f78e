#include <wx/stattext.h>

#include <array>

#include "charts/palette.hpp"
#include "control.hpp"
#include "frame/theme.hpp"
#include "widgets_fixture.hpp"
#include "window_picture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;

constexpr double kLegible = 4.5;
constexpr std::array kThemes{Theme::Light, Theme::Dark};
constexpr int kTypes = static_cast<int>(WidgetType::FailingWidget) + 1;

bool is_dark_colour(const wxColour& colour) {
  return contrast(colour, *wxWHITE) > contrast(colour, *wxBLACK);
}

// Of a control that has a caption of its own, that.
const wxWindow& text_in(const wxWindow& control) {
  for (const wxWindow* child : control.GetChildren()) {
    if (dynamic_cast<const wxStaticText*>(child) != nullptr) {
      return *child;
    }
  }
  return control;
}

class WidgetsThemeTest : public WidgetsPanelTest {
 protected:
  void TearDown() override { frame().set_theme(Theme::Light); }

  void choose(Theme theme) {
    frame().set_theme(theme);
    wxUIActionSimulator().MouseMove(frame().GetScreenRect().GetBottomRight());
    settle();
    settle();
  }

  // Without its border, and past the box of a checkbox.
  static wxRect inside(const WindowPicture& picture, const wxWindow& window) {
    constexpr int kBorder = 4;
    constexpr int kBox = 24;
    wxRect area = picture.area_of(window).Deflate(kBorder);
    if (window.GetClassInfo()->GetClassName() == wxString("wxCheckBox")) {
      area.x += kBox;
      area.width -= kBox;
    }
    return area;
  }

  static void expect_legible(const WindowPicture& picture, const wxWindow& window, Theme theme,
                             const std::string& what) {
    const wxRect area = inside(picture, text_in(window));
    const wxColour ground = picture.ground_of(area);
    EXPECT_GE(contrast(ground, picture.ink_of(area)), kLegible)
        << name_of(theme) << ", " << what << ": " << picture.ink_of(area).GetAsString() << " on "
        << ground.GetAsString();
  }

  static void expect_dark(const WindowPicture& picture, const wxWindow& window, bool dark,
                          const std::string& what) {
    const wxColour ground = picture.ground_of(inside(picture, window));
    EXPECT_EQ(is_dark_colour(ground), dark) << what << ": " << ground.GetAsString();
  }
};

TEST_F(WidgetsThemeTest, WhatStandsOnTheCanvasFollowsTheThemeAndIsLegible) {
  const CoreProcess core;
  connect_to(core);
  for (int type = 0; type + 1 < kTypes; ++type) {
    make(static_cast<WidgetType>(type), std::string(name_of(static_cast<WidgetType>(type))));
  }
  canvas().select(std::nullopt);
  for (const Theme theme : kThemes) {
    choose(theme);
    const WindowPicture picture(frame());
    const bool dark = theme == Theme::Dark;
    expect_dark(picture, canvas(), dark, "canvas");
    for (const auto& [id, widget] : board().widgets()) {
      const std::string& label = widget.widget.label;
      const wxWindow& control = find("control " + label);
      const wxWindow& grip = canvas().holder(id)->grip();
      expect_dark(picture, control, dark, label);
      expect_dark(picture, grip, dark, "grip of " + label);
      expect_legible(picture, control, theme, label);
      expect_legible(picture, grip, theme, "grip of " + label);
    }
  }
}

TEST_F(WidgetsThemeTest, TheGripOfTheSelectedWidgetIsLegible) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  for (const Theme theme : kThemes) {
    choose(theme);
    const WindowPicture picture(frame());
    const wxWindow& grip = canvas().holder(id)->grip();
    const wxColour ground = picture.ground_of(inside(picture, grip));
    EXPECT_NE(ground, picture.ground_of(picture.area_of(canvas()))) << "it is not selected";
    expect_legible(picture, grip, theme, "selected grip");
  }
}

TEST_F(WidgetsThemeTest, ADrawnControlIsLegibleDisabledToo) {
  for (const WidgetType type : {WidgetType::Canvas, WidgetType::CorbaWidget,
                                WidgetType::SecureWidget, WidgetType::FailingWidget}) {
    for (const bool enabled : {true, false}) {
      Widget widget;
      widget.type = type;
      widget.label = "Turbine";
      widget.enabled = enabled;
      const auto control = make_control(canvas(), widget);
      control->window().SetSize(20, 20, 160, 64);
      for (const Theme theme : kThemes) {
        choose(theme);
        control->follow_theme();
        settle();
        const WindowPicture picture(frame());
        const std::string what = std::string(name_of(type)) + (enabled ? "" : ", disabled");
        expect_dark(picture, control->window(), theme == Theme::Dark, what);
        expect_legible(picture, control->window(), theme, what);
      }
    }
  }
}

TEST(ThemeTest, ATextIsLegibleOnAnyBackground) {
  for (int grey = 0; grey <= 255; ++grey) {
    const auto level = static_cast<unsigned char>(grey);
    const wxColour background(level, level, level);
    for (const wxColour& wanted : {*wxWHITE, *wxBLACK, wxColour(0x80, 0x80, 0x80)}) {
      EXPECT_GE(contrast(background, legible_on(background, wanted)), kLegible) << grey;
    }
  }
  EXPECT_EQ(legible_on(*wxWHITE, wxColour(0x1b, 0x4f, 0x8a)), wxColour(0x1b, 0x4f, 0x8a));
}

}  // namespace
}  // namespace orbbench::tests
