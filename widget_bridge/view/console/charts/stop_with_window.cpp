#include "charts/stop_with_window.hpp"

#include <wx/toplevel.h>

namespace orbbench::console {

void stop_with_window(wxWindow& window, const std::function<void()>& stop) {
  wxWindow* top = wxGetTopLevelParent(&window);
  if (top == nullptr) {
    return;
  }
  top->Bind(wxEVT_CLOSE_WINDOW, [stop](wxCloseEvent& event) {
    stop();
    event.Skip();
  });
  top->Bind(wxEVT_DESTROY, [stop, top](wxWindowDestroyEvent& event) {
    if (event.GetEventObject() == top) {  // those of its children come by here too
      stop();
    }
    event.Skip();
  });
}

}  // namespace orbbench::console
