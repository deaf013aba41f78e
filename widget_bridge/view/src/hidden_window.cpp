#include "hidden_window.hpp"

#include <gtk/gtk.h>
#include <wx/frame.h>
#include <wx/weakref.h>

namespace orbbench::widget_bridge {
namespace {

constexpr int kOffScreen = -10000;

// Not by wxFrame::Show(), which leaves the place to a window manager and the size to the event
// loop.
void map_off_screen(GtkWidget* widget) {
  gtk_widget_realize(widget);
  GdkWindow* window = gtk_widget_get_window(widget);
  gdk_window_set_override_redirect(window, TRUE);
  gdk_window_move(window, kOffScreen, kOffScreen);
  gtk_widget_show(widget);
}

void allocate(GtkWidget* widget, Size size) {
  gtk_widget_get_preferred_size(widget, nullptr, nullptr);  // GTK wants to have been asked
  GtkAllocation all{0, 0, size.width, size.height};
  gtk_widget_size_allocate(widget, &all);
}

}  // namespace

// Not Destroy(), which would only list it, for the event loop to delete later.
void EndWindow::operator()(wxWindow* window) const {
  delete window;
}

std::unique_ptr<wxWindow, EndWindow> make_hidden_window() {
  auto* frame = new wxFrame(nullptr, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                            wxFRAME_NO_TASKBAR | wxBORDER_NONE);
  // Controls of a window without the focus are drawn paler; nobody could give it to this one.
  gtk_widget_unset_state_flags(frame->GetHandle(), GTK_STATE_FLAG_BACKDROP);
  return std::unique_ptr<wxWindow, EndWindow>(frame);
}

// Kept, since each mapped window that has ended leaves 12 KiB in GTK and the X client library.
wxWindow& window_off_screen(Size size) {
  static wxWeakRef<wxWindow> kept;
  if (!kept) {
    kept = make_hidden_window().release();
    // While it has no control yet: the focus would go to it, which selects a textbox's text.
    map_off_screen(kept->GetHandle());
  }
  allocate(kept->GetHandle(), size);
  return *kept;
}

}  // namespace orbbench::widget_bridge
