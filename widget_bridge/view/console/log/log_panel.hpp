#pragma once

#include <wx/textctrl.h>

#include <cstdint>

#include "frame/panel.hpp"

namespace orbbench::console {

/// The lines of the LogBook.
class LogPanel : public Panel {
 public:
  LogPanel(wxWindow& parent, Desk& desk);

  void redraw() override;

 private:
  wxTextCtrl* lines_;
  std::uint64_t shown_ = 0;
};

}  // namespace orbbench::console
