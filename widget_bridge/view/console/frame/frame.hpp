#pragma once

#include <wx/frame.h>
#include <wx/notebook.h>
#include <wx/timer.h>

#include <functional>
#include <vector>

#include "frame/desk.hpp"
#include "frame/panel.hpp"

namespace orbbench::console {

/// The console's window: connection bar, a page for each panel, one menu each. On the UI thread.
class Frame : public wxFrame {
 public:
  static constexpr int kRedrawsPerSecond = 30;

  /// `closed` is told when the user has closed it; the frame is hidden then, and its owner ends it.
  Frame(Desk& desk, std::function<void()> closed);

  /// The panel takes its parent from pages(). The frame owns it from then on.
  wxNotebook& pages() { return *pages_; }
  void add(Panel& panel);

 private:
  void redraw();

  Desk& desk_;
  std::function<void()> closed_;
  wxNotebook* pages_;
  std::vector<Panel*> panels_;
  wxTimer timer_;
};

}  // namespace orbbench::console
