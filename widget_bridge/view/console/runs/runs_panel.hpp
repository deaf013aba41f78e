#pragma once

#include <wx/gauge.h>
#include <wx/notebook.h>
#include <wx/stattext.h>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "console/run_control.hpp"
#include "frame/panel.hpp"
#include "runs/run_checks.hpp"
#include "runs/run_form.hpp"
#include "runs/run_history.hpp"
#include "runs/run_results.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// Starts runs of orbbench and shows how they go, what they came to, and those that were kept.
class RunsPanel : public Panel {
 public:
  RunsPanel(wxWindow& parent, Desk& desk);
  ~RunsPanel() override;

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;

  /// The file that says how the core is loaded, where the run takes one.
  void use_scenario(const std::string& file);

  const RunStatus& status() const { return control_.status(); }

 private:
  void lay_out();
  void give_way();
  std::vector<Action> run_actions();
  std::vector<Action> choice_actions();
  std::vector<Action> history_actions();
  void start();
  void cancel();
  void copy_command();
  void pick_checks();
  void browse();
  void form_changed();
  void show_status();
  void show_results();
  void show_lines();
  void show_kept(std::vector<CheckResult> checks);

  RunControl control_;
  RunForm* form_;
  wxGauge* gauge_;
  wxStaticText* state_;
  wxNotebook* pages_;
  RunResults* results_;
  TableView* output_;
  RunHistory* history_;
  RunChecks* checks_;
  CoreAddress prefilled_;
  std::uint64_t shown_revision_ = 0;
  std::uint64_t shown_run_ = 0;
  std::uint64_t shown_lines_ = 0;
  std::optional<std::tuple<std::uint64_t, RunState, std::size_t, std::size_t>> shown_results_;
  bool shows_kept_ = false;  ///< the results are of a run out of the history
};

}  // namespace orbbench::console
