#include "console_fixture.hpp"

#include <gtk/gtk.h>
#include <wx/accel.h>
#include <wx/app.h>
#include <wx/evtloop.h>
#include <wx/menuitem.h>
#include <wx/timer.h>
#include <wx/uiaction.h>

#include <cstdlib>
#include <stdexcept>

namespace orbbench::tests {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto kLook = 5ms;

fs::path artefacts() {
  const char* folder = std::getenv("ORBBENCH_ARTEFACTS");
  return folder != nullptr ? fs::path(folder) : fs::path(ORBBENCH_ARTEFACTS);
}

std::string text(const wxString& string) {
  return string.utf8_string();
}

void describe(const wxWindow& window, int depth, std::string& lines) {
  lines.append(static_cast<std::size_t>(depth) * 2, ' ');
  lines += text(window.GetClassInfo()->GetClassName()) + " '" + text(window.GetName()) + "'";
  if (!window.GetLabel().empty() && window.GetLabel() != window.GetName()) {
    lines += " \"" + text(window.GetLabel()) + "\"";
  }
  lines += window.IsShown() ? "" : " hidden";
  lines += window.IsThisEnabled() ? "" : " disabled";
  lines += '\n';
  for (const wxWindow* child : window.GetChildren()) {
    describe(*child, depth + 1, lines);
  }
}

wxAcceleratorEntry keys_named(const std::string& keys) {
  wxAcceleratorEntry entry;
  if (!entry.FromString(keys)) {
    throw std::runtime_error("no such keys: " + keys);
  }
  return entry;
}

int modifiers_of(const wxAcceleratorEntry& entry) {
  const int flags = entry.GetFlags();
  return ((flags & wxACCEL_CTRL) != 0 ? wxMOD_CONTROL : 0) |
         ((flags & wxACCEL_SHIFT) != 0 ? wxMOD_SHIFT : 0) |
         ((flags & wxACCEL_ALT) != 0 ? wxMOD_ALT : 0);
}

}  // namespace

ConsoleFixture::ConsoleFixture(const std::string& screen) : display_(screen) {
  ::setenv("DISPLAY", display_.name().c_str(), 1);
  ::setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
  ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
  ::setenv("XDG_DATA_HOME", folder_.path().c_str(), 1);
  loop_ = std::make_unique<widget_bridge::WxEventLoop>();
  start();
}

ConsoleFixture::~ConsoleFixture() {
  console_.reset();
}

void ConsoleFixture::start() {
  closed_ = false;
  console_ =
      std::make_unique<console::Console>(*loop_, settings_file(), [this] { closed_ = true; });
  frame().loop_probe().beat_each(kBeat);
  frame().Show();
  run_until([this] { return frame().IsShownOnScreen(); });
  // No window manager gives it the focus here.
  gtk_window_present(GTK_WINDOW(frame().GetHandle()));
  run_until([this] { return gtk_window_is_active(GTK_WINDOW(frame().GetHandle())) != FALSE; }, 2s);
  settle();
}

void ConsoleFixture::restart() {
  console_.reset();
  start();
}

bool ConsoleFixture::run_until(const std::function<bool()>& so, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  if (so()) {
    return true;
  }
  wxEventLoop loop;
  wxTimer look;
  bool seen = false;
  look.Bind(wxEVT_TIMER, [&](wxTimerEvent&) {
    seen = seen || so();
    if (seen || std::chrono::steady_clock::now() >= end) {
      look.Stop();
      loop.Exit();
    }
  });
  look.Start(static_cast<int>(kLook.count()));
  loop.Run();
  return seen;
}

// Twice: what is dealt with may ask for a redraw, which comes with the next frame.
void ConsoleFixture::settle() {
  for (int turn = 0; turn < 2; ++turn) {
    bool passed = false;
    wxTheApp->CallAfter([&passed] { passed = true; });
    const auto frame_time = std::chrono::steady_clock::now() + 50ms;
    run_until([&] { return passed && std::chrono::steady_clock::now() >= frame_time; });
  }
}

void ConsoleFixture::connect(const std::string& core, const std::string& metrics) {
  desk().connection.connect({core, metrics});
  ASSERT_TRUE(run_until([this] {
    return desk().connection.state() == console::ConnectionState::Connected;
  })) << desk().connection.trouble();
}

console::Panel& ConsoleFixture::open(const std::string& panel) {
  wxNotebook& pages = frame().pages();
  for (std::size_t page = 0; page < pages.GetPageCount(); ++page) {
    auto& found = dynamic_cast<console::Panel&>(*pages.GetPage(page));
    if (found.name() == panel) {
      pages.SetSelection(page);
      settle();
      return found;
    }
  }
  throw std::runtime_error("there is no panel " + panel);
}

wxWindow& ConsoleFixture::find_window(const std::string& name) {
  wxWindow* window = wxWindow::FindWindowByName(wxString::FromUTF8(name), &frame());
  if (window == nullptr) {
    throw std::runtime_error("there is no window '" + name + "' in\n" + structure(frame()));
  }
  return *window;
}

void ConsoleFixture::click(wxWindow& window) {
  const wxSize size = window.GetSize();
  const wxPoint middle = window.ClientToScreen(wxPoint(size.GetWidth() / 2, size.GetHeight() / 2));
  wxUIActionSimulator user;
  user.MouseMove(middle);
  user.MouseClick();
  settle();
}

void ConsoleFixture::press(const std::string& keys) {
  const wxAcceleratorEntry entry = keys_named(keys);
  wxUIActionSimulator().Char(entry.GetKeyCode(), modifiers_of(entry));
  settle();
}

void ConsoleFixture::type(const std::string& letters) {
  wxUIActionSimulator().Text(letters.c_str());
  settle();
}

void ConsoleFixture::run_action(console::Panel& panel, const std::string& label) {
  for (const console::Action& action : panel.actions()) {
    if (text(wxMenuItem::GetLabelText(wxString::FromUTF8(action.label))) == label) {
      action.run();
      settle();
      return;
    }
  }
  throw std::runtime_error(panel.name() + " has no action " + label);
}

fs::path ConsoleFixture::screenshot(const std::string& name) {
  // Where no tooltip comes up: one would be a hole in the picture, being a window of its own.
  wxUIActionSimulator().MouseMove(wxPoint(frame().GetScreenRect().GetRight(), 1));
  settle();
  fs::create_directories(artefacts());
  const fs::path path = artefacts() / (name + ".png");
  GdkWindow* window = gtk_widget_get_window(frame().GetHandle());
  GdkPixbuf* picture = gdk_pixbuf_get_from_window(window, 0, 0, gdk_window_get_width(window),
                                                  gdk_window_get_height(window));
  GError* error = nullptr;
  if (picture == nullptr ||
      gdk_pixbuf_save(picture, path.c_str(), "png", &error, nullptr) == FALSE) {
    throw std::runtime_error("no screenshot " + path.string());
  }
  g_object_unref(picture);
  return path;
}

std::string ConsoleFixture::structure(const wxWindow& window) {
  std::string lines;
  describe(window, 0, lines);
  return lines;
}

}  // namespace orbbench::tests
