#include "log/log_panel.hpp"

#include <wx/sizer.h>

#include "text.hpp"

namespace orbbench::console {

LogPanel::LogPanel(wxWindow& parent, Desk& desk)
    : Panel(parent, desk, "Log"),
      lines_(new wxTextCtrl(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                            wxTE_MULTILINE | wxTE_READONLY | wxTE_DONTWRAP)) {
  auto* sizer = new wxBoxSizer(wxVERTICAL);
  sizer->Add(lines_, wxSizerFlags(1).Expand());
  SetSizer(sizer);
}

void LogPanel::redraw() {
  for (const LogLine& line : desk().log.after(shown_)) {
    lines_->AppendText(wxString::FromUTF8(line.text) + "\n");
    shown_ = line.number;
  }
}

}  // namespace orbbench::console
