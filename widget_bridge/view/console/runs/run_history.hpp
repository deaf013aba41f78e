#pragma once

#include <wx/panel.h>
#include <wx/stattext.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/kept_runs.hpp"
#include "console/run_book.hpp"
#include "console/tool_query.hpp"
#include "frame/desk.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// The runs in the results store; of two of them the figures, side by side. All comes by children:
/// `orbbench history`.
class RunHistory : public wxPanel {
 public:
  /// Told the checks of a run that the user wants to see.
  using Shown = std::function<void(std::vector<CheckResult>)>;

  RunHistory(wxWindow& parent, Desk& desk, const std::filesystem::path& program, Shown shown);

  void refresh();
  void show_selected();
  /// The selected run becomes the one that others are compared with.
  void mark();
  void compare_selected();
  /// Makes a page of the selected run (of the latest of each kind where none is) in the user's
  /// cache, and opens it.
  void open_report();

  bool has_selection() const;
  bool can_compare() const { return marked_.has_value() && has_selection(); }

  /// See ToolQuery::look().
  void look();

 private:
  void build();
  void say(const std::string& text);
  void fail(const std::string& trouble);
  void take(std::vector<KeptRun> runs);
  void open(const std::filesystem::path& page);
  void ask_second(std::vector<CheckResult> first, const std::string& second);
  void show_pairs(const std::vector<FigurePair>& pairs, const std::string& second);
  std::string title_of(const std::string& id) const;

  Desk& desk_;
  Shown shown_;
  std::vector<KeptRun> runs_;
  std::optional<std::string> marked_;
  TableView* table_ = nullptr;
  TableView* pairs_ = nullptr;
  wxStaticText* state_ = nullptr;
  // After the windows: what comes of them uses those.
  ToolQuery query_;
  ToolQuery opener_;
};

}  // namespace orbbench::console
