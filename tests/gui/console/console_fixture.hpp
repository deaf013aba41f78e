#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "frame/console.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"
#include "own_folder.hpp"
#include "x_display.hpp"

namespace orbbench::tests {

/// How closely event loops are watched in tests: closer than the program does it.
inline constexpr std::chrono::milliseconds kBeat{25};

/// The real console in its real window, on an X server of the test's own (no window manager), with
/// settings of its own. The test's thread is the UI thread; nothing happens in the window but in
/// run_until().
class ConsoleFixture : public testing::Test {
 protected:
  explicit ConsoleFixture(const std::string& screen = "1280x1024x24");
  ~ConsoleFixture() override;

  console::Console& console() { return *console_; }
  console::Frame& frame() { return console_->frame(); }
  console::Desk& desk() { return console_->desk(); }
  /// Ends the console (its settings are written) and starts it anew.
  void restart();
  void close() { console_.reset(); }
  bool closed() const { return closed_; }  ///< by the user

  /// Runs the event loop until it is so, looking after each few milliseconds. False when it is not
  /// so by then.
  static bool run_until(const std::function<bool()>& so,
                        std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// Runs the event loop until all that has happened so far was dealt with, and drawn.
  static void settle();

  /// Connects to it and runs until it is there; fails the test otherwise.
  void connect(const std::string& core, const std::string& metrics = "");

  /// Brings the panel of that name to the front.
  console::Panel& open(const std::string& panel);

  /// The window of that accessible name (wxWindow::GetName), in the frame. Throws
  /// std::runtime_error where there is none, or one of another class.
  template <class Window = wxWindow>
  Window& find(const std::string& name);

  /// As the user does: the left button in the middle of it, and keys ("Ctrl+S", "Tab", "Enter",
  /// "a", "F5") for what has the focus. They run the loop until that was dealt with.
  void click(wxWindow& window);
  void press(const std::string& keys);
  void type(const std::string& text);
  /// Runs the action of the panel that has that label, mnemonics aside.
  static void run_action(console::Panel& panel, const std::string& label);

  /// What the frame shows at present, as a PNG in the artefact folder ($ORBBENCH_ARTEFACTS, else
  /// artefacts/console of the build folder). Returns its path.
  std::filesystem::path screenshot(const std::string& name);

  /// One line a window below it: indented class, name, label; "hidden", "disabled".
  static std::string structure(const wxWindow& window);

  OwnFolder& folder() { return folder_; }
  std::filesystem::path settings_file() const { return folder_ / "console.json"; }

 private:
  void start();
  wxWindow& find_window(const std::string& name);

  XDisplay display_;
  OwnFolder folder_;
  std::unique_ptr<widget_bridge::WxEventLoop> loop_;
  std::unique_ptr<console::Console> console_;
  bool closed_ = false;
};

template <class Window>
Window& ConsoleFixture::find(const std::string& name) {
  auto* window = dynamic_cast<Window*>(&find_window(name));
  if (window == nullptr) {
    throw std::runtime_error("the window '" + name + "' is of another class");
  }
  return *window;
}

}  // namespace orbbench::tests
