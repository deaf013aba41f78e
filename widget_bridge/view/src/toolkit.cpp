#include "toolkit.hpp"

#include <X11/Xlib.h>
#include <gtk/gtk.h>
#include <unistd.h>
#include <wx/app.h>
#include <wx/init.h>

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "toolkit_trouble.hpp"

namespace orbbench::widget_bridge {
namespace {

std::function<void(const std::string&)> told_of_lost_display;
int exit_code_of_lost_display = 1;

// Xlib takes no object for its handler, and ends the process if it returns.
int end_process(Display* display) {
  told_of_lost_display(std::string("lost the X display ") + DisplayString(display));
  ::_exit(exit_code_of_lost_display);
}

// Keeps GTK from looking for buses and daemons that a service has no use for.
void keep_to_the_display() {
  constexpr int kOnlyIfAbsent = 0;
  ::setenv("NO_AT_BRIDGE", "1", kOnlyIfAbsent);
  ::setenv("GSETTINGS_BACKEND", "memory", kOnlyIfAbsent);
  ::setenv("GVFS_DISABLE_FUSE", "1", kOnlyIfAbsent);
  ::setenv("GIO_USE_VFS", "local", kOnlyIfAbsent);
  gdk_set_allowed_backends("x11");
}

// A control is drawn at once, in its final state: not in the midst of a transition.
void stop_animations() {
  g_object_set(gtk_settings_get_default(), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
               FALSE, nullptr);
}

void start_wx() {
  const char* display = std::getenv("DISPLAY");
  const std::string name = display == nullptr ? "" : display;
  wxApp::SetInstance(new wxApp);
  if (!wxInitialize()) {
    take_toolkit_trouble();
    throw std::runtime_error("no X display can be opened: DISPLAY is '" + name + "'");
  }
}

}  // namespace

Toolkit::Toolkit(std::function<void(const std::string&)> display_lost, int exit_code) {
  keep_to_the_display();
  capture_toolkit_trouble();
  start_wx();
  told_of_lost_display = std::move(display_lost);
  exit_code_of_lost_display = exit_code;
  XSetIOErrorHandler(end_process);
  stop_animations();
  wxTheApp->SetExitOnFrameDelete(false);
}

Toolkit::~Toolkit() {
  wxUninitialize();
}

}  // namespace orbbench::widget_bridge
