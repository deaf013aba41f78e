#include "runs/run_history.hpp"

#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/splitter.h>

#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "runs/run_results.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;
using widget_bridge::to_wx;

constexpr int kGap = 4;
constexpr int kLeastPane = 80;
constexpr const char* kMostRuns = "500";
constexpr double kNotable = 1.05;  ///< of a ratio, and its inverse
constexpr std::size_t kDigitsOfId = 8;
constexpr const char* kShell = "/bin/sh";
// In a session of its own, which does not end with the console, and with no pipe that does.
constexpr const char* kOpenPage =
    "command -v xdg-open >/dev/null || { echo 'is not there' >&2; exit 127; }\n"
    "exec setsid --wait xdg-open \"$0\" </dev/null >/dev/null 2>&1";

fs::path cache_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string cache = variable("XDG_CACHE_HOME");
  const fs::path base = cache.empty() ? fs::path(variable("HOME")) / ".cache" : fs::path(cache);
  return base / "orbbench";
}

std::string text_of(std::optional<double> number) {
  if (!number) {
    return "";
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", *number);
  return text;
}

/// In a word too: which of two figures is better depends on the figure.
std::string change_of(std::optional<double> ratio) {
  if (!ratio) {
    return "";
  }
  if (*ratio > kNotable) {
    return "larger";
  }
  return *ratio < 1 / kNotable ? "smaller" : "about the same";
}

std::string short_id(const std::string& id) {
  return id.substr(0, kDigitsOfId);
}

}  // namespace

RunHistory::RunHistory(wxWindow& parent, Desk& desk, const fs::path& program, Shown shown)
    : wxPanel(&parent),
      desk_(desk),
      shown_(std::move(shown)),
      query_(desk.ui, program),
      opener_(desk.ui, kShell) {
  SetName("history of runs");
  build();
}

void RunHistory::build() {
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  const auto add = [&](const char* text, const char* name, const char* tip,
                       void (RunHistory::*action)()) {
    auto* button = new wxButton(this, wxID_ANY, text);
    button->SetName(name);
    button->SetToolTip(tip);
    button->Bind(wxEVT_BUTTON, [this, action](wxCommandEvent&) { (this->*action)(); });
    buttons->Add(button, wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(kGap)));
  };
  add("Re&fresh", "refresh the history", "Reads what is kept (Ctrl+H)", &RunHistory::refresh);
  add("Sho&w", "show the kept run", "Shows its checks under Results (Ctrl+J)",
      &RunHistory::show_selected);
  add("Mar&k", "mark the kept run", "Others are compared with it (Ctrl+Alt+K)", &RunHistory::mark);
  add("Com&pare", "compare the kept runs", "The figures of the marked run and this (Ctrl+Alt+O)",
      &RunHistory::compare_selected);
  add("Repor&t", "open the report", "Opens a page about it in the browser (Ctrl+Shift+F)",
      &RunHistory::open_report);
  state_ = new wxStaticText(this, wxID_ANY, "Not read yet: Refresh does", wxDefaultPosition,
                            wxDefaultSize, wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END);
  state_->SetName("state of the history");
  buttons->Add(state_, wxSizerFlags(1).CentreVertical().Border(wxALL, FromDIP(kGap)));
  auto* splitter = new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                        wxSP_LIVE_UPDATE | wxSP_THIN_SASH);
  table_ = new TableView(*splitter, desk_.settings, "kept runs",
                         {{"Started", Alignment::Left, 170},
                          {"Kind", Alignment::Left, 90},
                          {"Verdict", Alignment::Left, 100},
                          {"Run", Alignment::Left, 300},
                          {"Commit", Alignment::Left, 100}});
  pairs_ = new TableView(*splitter, desk_.settings, "compared runs",
                         {{"Check", Alignment::Left, 190},
                          {"Figure", Alignment::Left, 230},
                          {"Marked", Alignment::Right, 110},
                          {"This", Alignment::Right, 110},
                          {"Ratio", Alignment::Right, 80},
                          {"Change", Alignment::Left, 120}});
  splitter->SetMinimumPaneSize(FromDIP(kLeastPane));
  splitter->SetSashGravity(0.5);
  splitter->SplitHorizontally(table_, pairs_);
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(buttons, wxSizerFlags().Expand());
  rows->Add(splitter, wxSizerFlags(1).Expand());
  SetSizer(rows);
  table_->on_activate([this] { show_selected(); });
}

void RunHistory::say(const std::string& text) {
  state_->SetLabelText(to_wx(text));
  state_->SetToolTip(to_wx(text));
}

void RunHistory::fail(const std::string& trouble) {
  say(trouble);
  desk_.log.write(LogLevel::Error, "history", trouble);
}

void RunHistory::look() {
  query_.look();
  opener_.look();
}

bool RunHistory::has_selection() const {
  return table_->selected().has_value();
}

void RunHistory::refresh() {
  say("Reading the results store…");
  query_.ask(
      {"history", "--json", "--limit", kMostRuns},
      [this](const std::string& output) -> ToolQuery::Apply {
        return [this, runs = parse_history(output)]() mutable { take(std::move(runs)); };
      },
      [this](const std::string& trouble) { fail(trouble); });
}

void RunHistory::take(std::vector<KeptRun> runs) {
  runs_ = std::move(runs);
  std::vector<Row> rows;
  for (const KeptRun& run : runs_) {
    rows.push_back({run.id,
                    {run.started_at.substr(0, 19), run.kind, run.verdict, run.id, run.commit},
                    mark_of(run.verdict)});
  }
  table_->show(std::move(rows));
  say(runs_.empty() ? "There are no runs yet" : std::to_string(runs_.size()) + " runs");
}

std::string RunHistory::title_of(const std::string& id) const {
  for (const KeptRun& run : runs_) {
    if (run.id == id) {
      return run.kind + " " + short_id(id) + " of " + run.started_at.substr(0, 16);
    }
  }
  return short_id(id);
}

void RunHistory::show_selected() {
  const auto id = table_->selected();
  if (!id) {
    say("Select a run first");
    return;
  }
  say("Reading " + title_of(*id) + "…");
  query_.ask(
      {"history", "--run", *id},
      [this, id = *id](const std::string& output) -> ToolQuery::Apply {
        return [this, id, checks = parse_kept_run(output)] {
          for (const CheckResult& check : checks) {
            desk_.runs.record(check);
          }
          say("Shown under Results: " + title_of(id));
          shown_(checks);
        };
      },
      [this](const std::string& trouble) { fail(trouble); });
}

void RunHistory::mark() {
  const auto id = table_->selected();
  if (!id) {
    say("Select a run first");
    return;
  }
  marked_ = id;
  say("Marked: " + title_of(*id) + ". Select another one, and Compare");
}

void RunHistory::compare_selected() {
  const auto second = table_->selected();
  if (!marked_ || !second) {
    say("Mark a run first, then select another one");
    return;
  }
  say("Reading two runs…");
  query_.ask(
      {"history", "--run", *marked_},
      [this, second = *second](const std::string& output) -> ToolQuery::Apply {
        return [this, second, first = parse_kept_run(output)]() mutable {
          ask_second(std::move(first), second);
        };
      },
      [this](const std::string& trouble) { fail(trouble); });
}

void RunHistory::ask_second(std::vector<CheckResult> first, const std::string& second) {
  query_.ask(
      {"history", "--run", second},
      [this, second, first = std::move(first)](const std::string& output) -> ToolQuery::Apply {
        return [this, second, pairs = side_by_side(first, parse_kept_run(output))] {
          show_pairs(pairs, second);
        };
      },
      [this](const std::string& trouble) { fail(trouble); });
}

void RunHistory::show_pairs(const std::vector<FigurePair>& pairs, const std::string& second) {
  std::vector<Row> rows;
  for (const FigurePair& pair : pairs) {
    rows.push_back({pair.check + " " + pair.figure,
                    {pair.check, pair.figure, text_of(pair.first), text_of(pair.second),
                     text_of(pair.ratio()), change_of(pair.ratio())}});
  }
  pairs_->show(std::move(rows));
  say(title_of(*marked_) + " against " + title_of(second));
}

void RunHistory::open_report() {
  const auto id = table_->selected();
  const fs::path page = cache_folder() / ("report-" + (id ? short_id(*id) : "latest") + ".html");
  std::error_code error;
  fs::create_directories(page.parent_path(), error);
  if (error) {
    fail("cannot make " + page.parent_path().string() + ": " + error.message());
    return;
  }
  say("Making the report…");
  std::vector<std::string> arguments{"report", "--output", page.string()};
  if (id) {
    arguments.push_back(*id);
  }
  query_.ask(
      std::move(arguments),
      [this, page](const std::string&) -> ToolQuery::Apply { return [this, page] { open(page); }; },
      [this](const std::string& trouble) { fail(trouble); });
}

// As runs are started: a browser that this process started itself would stay as nice as it is.
void RunHistory::open(const fs::path& page) {
  say("The report is " + page.string());
  opener_.ask(
      {"-c", kOpenPage, page.string()},
      [](const std::string&) -> ToolQuery::Apply { return [] {}; },
      [this, page](const std::string& trouble) {
        fail("the report is " + page.string() + "; xdg-open, which is to show it, " + trouble);
      });
}

}  // namespace orbbench::console
