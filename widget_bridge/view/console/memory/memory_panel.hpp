#pragma once

#include <wx/button.h>
#include <wx/stattext.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "charts/chart_view.hpp"
#include "console/ledger_watch.hpp"
#include "frame/panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// The core's memory: its ledger by site and by priority, what of it does not add up, live objects
/// over time, and what the witness found last.
class MemoryPanel : public Panel {
 public:
  MemoryPanel(wxWindow& parent, Desk& desk);

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;

 private:
  void lay_out();
  wxSizer* make_bar();
  wxWindow* make_left(wxWindow& parent);
  wxWindow* make_right(wxWindow& parent);
  void mark();
  void forget_mark();
  void show_ledger();
  void show_state();
  void note_trouble();
  std::string state_text() const;
  std::string mark_text() const;

  LedgerWatch watch_;
  std::shared_ptr<CoreSession> watched_;
  std::shared_ptr<const LedgerState> state_;  // the one that is shown
  std::shared_ptr<const LedgerState> marked_;
  std::string noted_;                           // of trouble
  std::optional<std::uint64_t> witness_shown_;  // revision of the run book
  bool stale_ = true;

  wxStaticText* state_line_ = nullptr;
  wxStaticText* mark_line_ = nullptr;
  wxButton* mark_button_ = nullptr;
  wxButton* forget_button_ = nullptr;
  TableView* sites_ = nullptr;
  TableView* totals_ = nullptr;
  TableView* rules_ = nullptr;
  TableView* witness_ = nullptr;
  ChartView* chart_ = nullptr;
};

}  // namespace orbbench::console
