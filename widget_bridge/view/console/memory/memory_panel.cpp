#include "memory/memory_panel.hpp"

#include <wx/sizer.h>

#include <optional>
#include <string>
#include <utility>

#include "charts/stop_with_window.hpp"
#include "memory/memory_rows.hpp"
#include "memory/share_splitter.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr int kGap = 4;
constexpr int kLeftPercent = 58;
constexpr int kSitesPercent = 78;
constexpr const char* kUnconnected =
    "No core is connected. Connect one above to see the ledger of its memory.";

void set_text(wxStaticText& line, const std::string& text) {
  const wxString wanted = to_wx(text);
  if (line.GetLabelText() != wanted) {
    line.SetLabelText(wanted);
    line.SetToolTip(wanted);
  }
}

wxStaticText* new_line(wxWindow& parent, const char* name) {
  auto* line = new wxStaticText(&parent, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                                wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END);
  line->SetName(name);
  return line;
}

/// The window below its title.
wxSizer* titled(wxWindow& parent, const char* title, wxWindow* window) {
  auto* rows = new wxBoxSizer(wxVERTICAL);
  const int gap = parent.FromDIP(kGap);
  rows->Add(new wxStaticText(&parent, wxID_ANY, title), wxSizerFlags().Border(wxALL, gap));
  rows->Add(window, wxSizerFlags(1).Expand());
  return rows;
}

}  // namespace

MemoryPanel::MemoryPanel(wxWindow& parent, Desk& desk) : Panel(parent, desk, "Memory") {
  lay_out();
  stop_with_window(*this, [this] { watch_.request_stop(); });
  connection_changed();
}

void MemoryPanel::lay_out() {
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(make_bar(), wxSizerFlags().Expand().Border(wxALL, FromDIP(kGap)));
  auto* columns = new ShareSplitter(*this, desk().settings, "memory.left_percent", kLeftPercent);
  columns->split(wxVERTICAL, *make_left(*columns), *make_right(*columns));
  rows->Add(columns, wxSizerFlags(1).Expand());
  SetSizer(rows);
}

wxSizer* MemoryPanel::make_bar() {
  state_line_ = new_line(*this, "state of the ledger");
  mark_line_ = new_line(*this, "mark");
  mark_button_ = new wxButton(this, wxID_ANY, "&Mark here");
  mark_button_->SetName("mark here");
  mark_button_->SetToolTip("Count from now on: the columns with a plus begin at 0");
  mark_button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { mark(); });
  forget_button_ = new wxButton(this, wxID_ANY, "&Forget the mark");
  forget_button_->SetName("forget the mark");
  forget_button_->SetToolTip("Show what the core has counted since its start only");
  forget_button_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { forget_mark(); });
  auto* lines = new wxBoxSizer(wxVERTICAL);
  lines->Add(state_line_, wxSizerFlags().Expand());
  lines->Add(mark_line_, wxSizerFlags().Expand());
  auto* bar = new wxBoxSizer(wxHORIZONTAL);
  bar->Add(lines, wxSizerFlags(1).CenterVertical());
  bar->Add(mark_button_, wxSizerFlags().CenterVertical().Border(wxLEFT, FromDIP(kGap)));
  bar->Add(forget_button_, wxSizerFlags().CenterVertical().Border(wxLEFT, FromDIP(kGap)));
  return bar;
}

wxWindow* MemoryPanel::make_left(wxWindow& parent) {
  auto* halves = new ShareSplitter(parent, desk().settings, "memory.sites_percent", kSitesPercent);
  auto* above = new wxPanel(halves);
  sites_ = new TableView(*above, desk().settings, "Sites", site_columns());
  above->SetSizer(titled(*above, "Sites", sites_));
  auto* below = new wxPanel(halves);
  rules_ = new TableView(*below, desk().settings, "Broken rules", rule_columns());
  below->SetSizer(titled(*below, "Rules of bookkeeping that did not hold", rules_));
  halves->split(wxHORIZONTAL, *above, *below);
  return halves;
}

wxWindow* MemoryPanel::make_right(wxWindow& parent) {
  auto* right = new wxPanel(&parent);
  totals_ = new TableView(*right, desk().settings, "Totals by priority", total_columns());
  chart_ = new ChartView(*right, "Live objects over time");
  witness_ = new TableView(*right, desk().settings, "Witness", witness_columns());
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(titled(*right, "Totals by priority", totals_), wxSizerFlags(3).Expand());
  rows->Add(chart_, wxSizerFlags(4).Expand());
  rows->Add(titled(*right, "What the witness found last", witness_), wxSizerFlags(3).Expand());
  right->SetSizer(rows);
  return right;
}

std::vector<Action> MemoryPanel::actions() {
  return {{.label = "&Mark here",
           .keys = "Ctrl+M",
           .help = "Count from now on: the columns with a plus begin at 0",
           .run = [this] { mark(); },
           .possible = [this] { return state_->history.latest().has_value(); }},
          {.label = "&Forget the mark",
           .keys = "Ctrl+Shift+M",
           .help = "Show what the core has counted since its start only",
           .run = [this] { forget_mark(); },
           .possible = [this] { return marked_ != nullptr; }},
          {.label = "&Export the chart…",
           .keys = "Ctrl+Alt+M",
           .help = "Live objects over time as PNG, SVG or CSV",
           .run = [this] {
             chart_->export_file([this](const std::string& trouble) {
               desk().log.write(LogLevel::Error, "memory", trouble);
               set_text(*state_line_, trouble);
             });
           }}};
}

void MemoryPanel::connection_changed() {
  const std::shared_ptr<CoreSession>& session = desk().connection.session();
  if (session != watched_ || state_ == nullptr) {
    watched_ = session;
    watch_.watch(session);
    forget_mark();
    noted_.clear();
  }
  stale_ = true;
  if (state_ == nullptr) {
    redraw();
  }
}

void MemoryPanel::mark() {
  if (std::shared_ptr<const LedgerState> state = watch_.state(); state->history.latest()) {
    marked_ = std::move(state);
    stale_ = true;
  }
}

void MemoryPanel::forget_mark() {
  marked_.reset();
  stale_ = true;
}

void MemoryPanel::redraw() {
  std::shared_ptr<const LedgerState> state = watch_.state();
  if (stale_ || state != state_) {
    stale_ = false;
    state_ = std::move(state);
    show_ledger();
    show_state();
    note_trouble();
  }
  if (witness_shown_ != std::optional(desk().runs.revision())) {
    witness_shown_ = desk().runs.revision();
    witness_->show(witness_rows(desk().runs));
  }
}

void MemoryPanel::show_ledger() {
  const LedgerHistory& history = state_->history;
  const metrics::Ledger* mark = marked_ ? &*marked_->history.latest() : nullptr;
  const metrics::Ledger none;
  const metrics::Ledger& ledger = history.latest() ? *history.latest() : none;
  sites_->show(ledger_rows(site_lines(ledger, mark, history.broken())));
  totals_->show(ledger_rows(total_lines(ledger, mark, history.broken())));
  rules_->show(rule_rows(history.broken()));
  chart_->show(live_chart(history));
}

void MemoryPanel::show_state() {
  set_text(*state_line_, state_text());
  set_text(*mark_line_, mark_text());
  mark_button_->Enable(state_->history.latest().has_value());
  forget_button_->Enable(marked_ != nullptr);
}

std::string MemoryPanel::state_text() const {
  const LedgerHistory& history = state_->history;
  if (state_->core.empty()) {
    return kUnconnected;
  }
  std::string text;
  if (!state_->trouble.empty()) {
    text = "NOT READ: " + state_->trouble + ". ";
  }
  if (history.latest()) {
    text += std::to_string(history.latest()->sites.size()) + " sites by " +
            std::string(name_of(state_->source)) + ", " + std::to_string(history.looks()) +
            " looks";
    text += history.broken().empty() ? ", all rules hold" : ", rules broken";
  } else if (text.empty()) {
    text = "The first look is under way, by " + std::string(name_of(state_->source));
  }
  if (history.restarts() > 0) {
    text += ", restarts of the core seen: " + std::to_string(history.restarts());
  }
  if (history.rules_left_out() > 0) {
    text += ", " + std::to_string(history.rules_left_out()) + " further broken rules not shown";
  }
  return text;
}

std::string MemoryPanel::mark_text() const {
  if (!marked_) {
    return "No mark: the columns with a plus are empty.";
  }
  if (state_->history.latest() &&
      !same_process(*marked_->history.latest(), *state_->history.latest())) {
    return "The mark was of a process that has ended: mark anew.";
  }
  return "The columns with a plus count from the mark, at look " +
         std::to_string(marked_->history.looks()) + ".";
}

// Each trouble once.
void MemoryPanel::note_trouble() {
  if (state_->trouble != noted_) {
    noted_ = state_->trouble;
    if (!noted_.empty()) {
      desk().log.write(LogLevel::Warning, "memory", noted_);
    }
  }
}

}  // namespace orbbench::console
