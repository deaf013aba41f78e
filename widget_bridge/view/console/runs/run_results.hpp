#pragma once

#include <wx/panel.h>
#include <wx/textctrl.h>

#include <string>
#include <vector>

#include "console/run_book.hpp"
#include "console/settings.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// How a verdict is marked in a table, beside its word.
Row::Mark mark_of(const std::string& verdict);

/// The checks of a run with their verdicts, and of the selected one the figures and the evidence.
class RunResults : public wxPanel {
 public:
  RunResults(wxWindow& parent, Settings& settings);

  /// `wanted`: those that have not ended yet are shown as such while the run goes on.
  void show(std::vector<CheckResult> checks, const std::vector<std::string>& wanted);

 private:
  void show_selected();

  std::vector<CheckResult> checks_;
  TableView* table_;
  wxTextCtrl* evidence_;
};

}  // namespace orbbench::console
