#include "runs/run_form.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

constexpr int kGap = 4;

wxArrayString kind_titles() {
  wxArrayString titles;
  for (const RunKind& kind : run_kinds()) {
    titles.Add(to_wx(kind.title));
  }
  return titles;
}

wxTextCtrl* text_field(wxWindow& parent, const char* hint, long style = 0) {
  auto* field = new wxTextCtrl(&parent, wxID_ANY, "", wxDefaultPosition, wxDefaultSize, style);
  field->SetHint(hint);
  return field;
}

/// What is no number is one that no run takes.
std::optional<double> number_in(const wxTextCtrl& field) {
  const wxString text = field.GetValue().Trim().Trim(false);
  if (text.empty()) {
    return std::nullopt;
  }
  double number = 0;
  return text.ToCDouble(&number) ? number : std::numeric_limits<double>::quiet_NaN();
}

std::string text_in(const wxTextCtrl& field) {
  return from_wx(field.GetValue().Trim().Trim(false));
}

std::vector<std::string> names_in(const wxTextCtrl& field) {
  std::vector<std::string> names(1);
  for (const char letter : text_in(field)) {
    if (letter == ',' || letter == ' ') {
      names.emplace_back();
    } else {
      names.back().push_back(letter);
    }
  }
  std::erase(names, "");
  return names;
}

}  // namespace

RunForm::RunForm(wxWindow& parent, Observer observer)
    : wxPanel(&parent),
      observer_(std::move(observer)),
      kind_(new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, kind_titles())),
      purpose_(new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                                wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      core_(text_field(*this, "a private one")),
      metrics_(text_field(*this, "none")),
      checks_(text_field(*this, "all")),
      scenario_(text_field(*this, "as usual")),
      baseline_(text_field(*this, "the reference core")),
      rate_(text_field(*this, "as usual")),
      seconds_(text_field(*this, "as usual")),
      keep_(new wxCheckBox(this, wxID_ANY, "&Keep")),
      command_(text_field(*this, "", wxTE_READONLY)) {
  SetName("run form");
  auto* rows = new wxBoxSizer(wxVERTICAL);
  for (wxSizer* row : {kind_row(), core_row(), choice_row(), load_row(), command_row()}) {
    rows->Add(row, wxSizerFlags().Expand().Border(wxTOP, FromDIP(kGap)));
  }
  SetSizer(rows);
  keep_->SetValue(true);
  kind_->SetSelection(0);
  const auto changed = [this](wxCommandEvent&) {
    enable_fields();
    observer_.changed();
  };
  Bind(wxEVT_CHOICE, changed);
  Bind(wxEVT_CHECKBOX, changed);
  Bind(wxEVT_TEXT, changed);
  enable_fields();
}

wxSizer* RunForm::kind_row() {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  label(*row, "&Run:", *kind_, "kind of run", "What is to be run", 0);
  purpose_->SetName("purpose of the run");
  row->Add(purpose_, wxSizerFlags(1).CentreVertical().Border(wxLEFT, FromDIP(2 * kGap)));
  start_ = button("&Start", "start the run", "Starts it as the command line below says (Ctrl+R)",
                  observer_.start);
  cancel_ = button("Cance&l", "cancel the run",
                   "Asks it to end; after ten seconds it is killed (Ctrl+B)", observer_.cancel);
  row->Add(start_, wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(kGap)));
  row->Add(cancel_, wxSizerFlags().CentreVertical().Border(wxLEFT | wxRIGHT, FromDIP(kGap)));
  return row;
}

wxSizer* RunForm::core_row() {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  label(*row, "&Core:", *core_, "core of the run",
        "IOR, corbaloc, corbaname, file with an IOR, host:port; empty for a private one", 3);
  label(*row, "&Metrics:", *metrics_, "metrics page of the run", "http://host:port/metrics", 3);
  row->AddSpacer(FromDIP(kGap));
  return row;
}

wxSizer* RunForm::choice_row() {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  const auto flags = wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(kGap));
  label(*row, "C&hecks:", *checks_, "checks of the run",
        "Only these, or groups of them (calls, ledger), separated by commas", 1);
  pick_ = button("P&ick", "pick the checks", "Shows all checks, to be ticked (Ctrl+Alt+H)",
                 observer_.pick);
  pick_->MoveAfterInTabOrder(checks_);
  row->Add(pick_, flags);
  label(*row, "Sce&nario:", *scenario_, "scenario of the run",
        "The JSON file that says how the core is loaded", 1);
  browse_ =
      button("Brows&e…", "choose the scenario", "Chooses the file (Ctrl+Alt+N)", observer_.browse);
  browse_->MoveAfterInTabOrder(scenario_);
  row->Add(browse_, flags);
  row->AddSpacer(FromDIP(kGap));
  return row;
}

wxSizer* RunForm::load_row() {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  label(*row, "&Baseline:", *baseline_, "baseline of the run",
        "Of compare: the core that it is compared with, as above", 2);
  label(*row, "R&ate:", *rate_, "rate of the run", "Calls a second, over all lanes", 1);
  label(*row, "Secon&ds:", *seconds_, "seconds of the run", "How long it is to load the core", 1);
  keep_->SetName("keep the result");
  keep_->SetToolTip("Keep the result in the results store, for the history and for comparing");
  row->Add(keep_, wxSizerFlags().CentreVertical().Border(wxLEFT | wxRIGHT, FromDIP(2 * kGap)));
  return row;
}

wxSizer* RunForm::command_row() {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  label(*row, "C&ommand:", *command_, "command line",
        "What is run, as a shell takes it; --progress json is added", 1);
  row->Add(button("Cop&y", "copy the command line", "Copies the command line (Ctrl+Shift+D)",
                  observer_.copy),
           wxSizerFlags().CentreVertical().Border(wxLEFT | wxRIGHT, FromDIP(kGap)));
  return row;
}

void RunForm::label(wxSizer& row, const char* text, wxWindow& field, const char* name,
                    const char* tip, int share) {
  auto* title = new wxStaticText(this, wxID_ANY, text);
  title->MoveBeforeInTabOrder(&field);  // so that its mnemonic leads to the field
  field.SetName(name);
  field.SetToolTip(tip);
  row.Add(title, wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(kGap)));
  row.Add(&field, wxSizerFlags(share).CentreVertical().Border(wxLEFT, FromDIP(kGap)));
}

wxButton* RunForm::button(const char* text, const char* name, const char* tip,
                          const std::function<void()>& action) {
  auto* made = new wxButton(this, wxID_ANY, to_wx(text));
  made->SetName(name);
  made->SetToolTip(tip);
  made->Bind(wxEVT_BUTTON, [action](wxCommandEvent&) { action(); });
  return made;
}

const RunKind& RunForm::chosen_kind() const {
  return run_kinds()[static_cast<std::size_t>(kind_->GetSelection())];
}

void RunForm::enable_fields() {
  const RunKind& kind = chosen_kind();
  core_->Enable(kind.takes_core);
  metrics_->Enable(kind.takes_core);
  checks_->Enable(kind.takes_checks);
  pick_->Enable(kind.takes_checks);
  scenario_->Enable(kind.takes_scenario);
  browse_->Enable(kind.takes_scenario);
  baseline_->Enable(kind.takes_baseline);
  rate_->Enable(kind.takes_rate);
  seconds_->Enable(!kind.duration_option.empty());
  keep_->Enable(kind.keeps_result);
  if (purpose_->GetLabelText() != to_wx(kind.purpose)) {
    purpose_->SetLabelText(to_wx(kind.purpose));
    purpose_->SetToolTip(to_wx(kind.purpose));
  }
}

RunRequest RunForm::request() const {
  return {.kind = chosen_kind().name,
          .core = {text_in(*core_), text_in(*metrics_)},
          .baseline = text_in(*baseline_),
          .checks = names_in(*checks_),
          .scenario = text_in(*scenario_),
          .rate = number_in(*rate_),
          .seconds = number_in(*seconds_),
          .keep = keep_->GetValue()};
}

void RunForm::show_kind(const std::string& name) {
  for (std::size_t i = 0; i < run_kinds().size(); ++i) {
    if (run_kinds()[i].name == name) {
      kind_->SetSelection(static_cast<int>(i));
      enable_fields();
    }
  }
}

void RunForm::show_core(const CoreAddress& core) {
  core_->ChangeValue(to_wx(core.core));
  metrics_->ChangeValue(to_wx(core.metrics));
}

void RunForm::show_checks(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ",") + name;
  }
  checks_->ChangeValue(to_wx(text));
}

void RunForm::show_scenario(const std::string& file) {
  scenario_->ChangeValue(to_wx(file));
}

void RunForm::show_command(const std::string& command) {
  const wxString wanted = to_wx(command);
  if (command_->GetValue() != wanted) {
    command_->ChangeValue(wanted);
  }
}

void RunForm::show_running(bool running) {
  start_->Enable(!running);
  cancel_->Enable(running);
}

}  // namespace orbbench::console
