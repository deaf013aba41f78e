#include "log/log_panel.hpp"

#include <wx/sizer.h>

#include <array>
#include <ctime>

#include "frame/accessible.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

constexpr std::array kLevels{LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error};
constexpr const char* kLevelKey = "log.level";
constexpr const char* kFollowKey = "log.follow";

std::string time_of(std::chrono::system_clock::time_point when) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(when);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(when - whole);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return from_wx(wxString::Format("%02d:%02d:%02d.%03d", local.tm_hour, local.tm_min, local.tm_sec,
                                  static_cast<int>(milliseconds.count())));
}

Row::Mark mark_of(LogLevel level) {
  switch (level) {
    case LogLevel::Warning:
      return Row::Mark::Warning;
    case LogLevel::Error:
      return Row::Mark::Bad;
    case LogLevel::Debug:
    case LogLevel::Info:
      break;
  }
  return Row::Mark::None;
}

Row row_of(const LogLine& line) {
  return {.key = std::to_string(line.number),
          .cells = {time_of(line.time), std::string(name_of(line.level)), line.source, line.text},
          .mark = mark_of(line.level)};
}

std::string folded(const std::string& text) {
  return from_wx(wxString::FromUTF8(text).Lower());
}

}  // namespace

LogPanel::LogPanel(wxWindow& parent, Desk& desk) : Panel(parent, desk, "Log") {
  build();
  level_->SetSelection(desk.settings.get(kLevelKey, 1));
  if (level_->GetSelection() == wxNOT_FOUND) {
    level_->SetSelection(1);
  }
  follow_->SetValue(desk.settings.get(kFollowKey, true));
  level_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { choose_level(least_level()); });
  search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { filter(); });
  follow_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) {
    this->desk().settings.set(kFollowKey, event.IsChecked());
    if (event.IsChecked()) {
      lines_->scroll_to_end();
    }
  });
}

void LogPanel::build() {
  auto* level_label = new wxStaticText(this, wxID_ANY, "&Level:");
  level_ = new wxChoice(this, wxID_ANY);
  for (const LogLevel level : kLevels) {
    level_->Append(to_wx(std::string(name_of(level))));
  }
  level_->SetToolTip("Lines of this level and above are shown");
  name_accessibly(*level_, "Least level");
  auto* search_label = new wxStaticText(this, wxID_ANY, "Sea&rch:");
  search_ = new wxSearchCtrl(this, wxID_ANY);
  search_->ShowCancelButton(true);
  search_->SetToolTip("Only lines that hold this text, in capitals or not (Ctrl+F)");
  name_accessibly(*search_, "Search the log");
  follow_ = new wxCheckBox(this, wxID_ANY, "&Follow");
  follow_->SetToolTip("Keep the latest line in sight, unless the list is scrolled back");
  name_accessibly(*follow_, "Follow");
  count_ = new wxStaticText(this, wxID_ANY, "");
  name_accessibly(*count_, "Lines shown");
  lines_ = new TableView(*this, desk().settings, "Log lines",
                         {{.title = "Time", .width = 110},
                          {.title = "Level", .width = 80},
                          {.title = "Source", .width = 110},
                          {.title = "Text", .width = 900}});

  constexpr int kGap = 6;
  const auto middle = wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(kGap));
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(level_label, middle);
  row->Add(level_, middle);
  row->Add(search_label, middle);
  row->Add(search_, wxSizerFlags(middle).Proportion(1));
  row->Add(follow_, middle);
  row->Add(count_, middle);
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(row, wxSizerFlags().Expand());
  rows->Add(lines_, wxSizerFlags(1).Expand());
  SetSizer(rows);
}

std::vector<Action> LogPanel::actions() {
  std::vector<Action> all{{.label = "&Search",
                           .keys = "Ctrl+F",
                           .help = "Only lines that hold a text",
                           .run = [this] { search_->SetFocus(); }},
                          {.label = "&Follow",
                           .keys = "Ctrl+Alt+F",
                           .help = "Keep the latest line in sight",
                           .run =
                               [this] {
                                 follow_->SetValue(!follow_->GetValue());
                                 desk().settings.set(kFollowKey, follow_->GetValue());
                               },
                           .possible = {},
                           .chosen = [this] { return follow_->GetValue(); }}};
  for (std::size_t index = 0; index < kLevels.size(); ++index) {
    const LogLevel level = kLevels[index];
    const std::string name(name_of(level));
    all.push_back({.label = "&" + std::to_string(index + 1) + " From " + name,
                   .keys = "Ctrl+Alt+" + std::to_string(index + 1),
                   .help = "Lines of the level " + name + " and above",
                   .run = [this, level] { choose_level(level); },
                   .possible = {},
                   .chosen = [this, level] { return least_level() == level; }});
  }
  return all;
}

void LogPanel::redraw() {
  const std::vector<LogLine> fresh = desk().log.after(taken_);
  if (fresh.empty()) {
    return;
  }
  taken_ = fresh.back().number;
  std::vector<Row> rows;
  for (const LogLine& line : fresh) {
    if (shows(line)) {
      rows.push_back(row_of(line));
    }
  }
  const bool at_end = lines_->is_at_end();
  lines_->append(std::move(rows), LogBook::kMost);
  if (follow_->GetValue() && at_end) {
    lines_->scroll_to_end();
  }
  show_count();
}

bool LogPanel::shows(const LogLine& line) const {
  return line.level >= least_level() &&
         (sought_.empty() || folded(line.text).find(sought_) != std::string::npos ||
          folded(line.source).find(sought_) != std::string::npos);
}

LogLevel LogPanel::least_level() const {
  return kLevels.at(static_cast<std::size_t>(level_->GetSelection()));
}

void LogPanel::choose_level(LogLevel level) {
  level_->SetSelection(static_cast<int>(level));
  desk().settings.set(kLevelKey, level_->GetSelection());
  filter();
}

// The lines that were looked at so far, anew: while paused, none that has come since.
void LogPanel::filter() {
  sought_ = folded(from_wx(search_->GetValue()));
  std::vector<Row> rows;
  for (const LogLine& line : desk().log.after(0)) {
    if (line.number <= taken_ && shows(line)) {
      rows.push_back(row_of(line));
    }
  }
  lines_->show(std::move(rows));
  if (follow_->GetValue()) {
    lines_->scroll_to_end();
  }
  show_count();
}

void LogPanel::show_count() {
  const std::uint64_t dropped = desk().log.dropped();
  wxString text = wxString::Format("%zu of %llu lines", lines_->row_count(),
                                   static_cast<unsigned long long>(taken_));
  if (dropped > 0) {
    text += wxString::Format(", the first %llu dropped", static_cast<unsigned long long>(dropped));
  }
  count_->SetLabel(text);
  Layout();
}

}  // namespace orbbench::console
