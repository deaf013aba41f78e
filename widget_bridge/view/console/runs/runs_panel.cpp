#include "runs/runs_panel.hpp"

#include <wx/clipbrd.h>
#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/sizer.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "console/orbbench_program.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr int kGap = 4;
constexpr int kWhole = 1000;  ///< of the gauge
constexpr int kLeastGauge = 160;
enum Page { kResultsPage, kOutputPage, kHistoryPage, kChecksPage };
constexpr const char* kKind = "runs.kind";

/// "ended: fail; ended with exit code 1; kept as 0f0f…"
std::string state_text(const RunStatus& status) {
  if (status.state == RunState::Idle) {
    return status.trouble.empty() ? "Nothing was run yet" : status.trouble;
  }
  std::string text = status.kind + " " + std::string(name_of(status.state));
  text += status.verdict.empty() ? "" : ": " + status.verdict;
  text += status.text.empty() ? "" : "; " + status.text;
  text += status.trouble.empty() ? "" : "; " + status.trouble;
  text += status.run.empty() ? "" : "; kept as " + status.run;
  if (status.dropped > 0) {
    text += "; " + std::to_string(status.dropped) + " lines were dropped";
  }
  return text;
}

}  // namespace

RunsPanel::RunsPanel(wxWindow& parent, Desk& desk)
    : Panel(parent, desk, "Runs"),
      control_({desk.ui, desk.runs, desk.samples, desk.log, orbbench_program(desk.settings),
                [this] { give_way(); }}),
      form_(new RunForm(
          *this, {[this] { form_changed(); }, [this] { start(); }, [this] { cancel(); },
                  [this] { copy_command(); }, [this] { pick_checks(); }, [this] { browse(); }})),
      gauge_(new wxGauge(this, wxID_ANY, kWhole)),
      state_(new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                              wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      pages_(new wxNotebook(this, wxID_ANY)),
      results_(new RunResults(*pages_, desk.settings)),
      output_(new TableView(*pages_, desk.settings, "output of the run",
                            {{"Line", Alignment::Left, 900}})),
      history_(new RunHistory(
          *pages_, desk, orbbench_program(desk.settings),
          [this](std::vector<CheckResult> checks) { show_kept(std::move(checks)); })),
      checks_(new RunChecks(*pages_, desk, orbbench_program(desk.settings),
                            [this](const std::vector<std::string>& names) {
                              form_->show_checks(names);
                              form_changed();
                            })) {
  lay_out();
  form_->show_kind(desk.settings.get(kKind, std::string("validate")));
  connection_changed();
  form_changed();
  show_status();
}

// Before the control, whose end they must not see.
RunsPanel::~RunsPanel() {
  DestroyChildren();
}

void RunsPanel::lay_out() {
  gauge_->SetName("progress of the run");
  gauge_->SetToolTip("How much of the run is done, where that is known");
  gauge_->SetMinSize(FromDIP(wxSize(kLeastGauge, -1)));
  state_->SetName("state of the run");
  pages_->SetName("pages of the run");
  pages_->AddPage(results_, "Results");
  pages_->AddPage(output_, "Output");
  pages_->AddPage(history_, "History");
  pages_->AddPage(checks_, "Checks");
  auto* progress = new wxBoxSizer(wxHORIZONTAL);
  const int gap = FromDIP(kGap);
  progress->Add(gauge_, wxSizerFlags().CentreVertical().Border(wxALL, gap));
  progress->Add(state_, wxSizerFlags(1).CentreVertical().Border(wxALL, gap));
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(form_, wxSizerFlags().Expand());
  rows->Add(progress, wxSizerFlags().Expand());
  rows->Add(pages_, wxSizerFlags(1).Expand().Border(wxALL, gap));
  SetSizer(rows);
}

std::vector<Action> RunsPanel::actions() {
  std::vector<Action> all = run_actions();
  for (std::vector<Action> more : {choice_actions(), history_actions()}) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<Action> RunsPanel::run_actions() {
  return {{.label = "&Start",
           .keys = "Ctrl+R",
           .help = "Starts the run that the form describes",
           .run = [this] { start(); },
           .possible = [this] { return !control_.is_running(); }},
          {.label = "&Cancel",
           .keys = "Ctrl+B",
           .help = "Asks the run to end; after ten seconds it is killed",
           .run = [this] { cancel(); },
           .possible = [this] { return control_.is_running(); }},
          {.label = "Copy the command &line",
           .keys = "Ctrl+Shift+D",
           .help = "Copies what is run, as a shell takes it",
           .run = [this] { copy_command(); }}};
}

std::vector<Action> RunsPanel::choice_actions() {
  return {{.label = "P&ick the checks",
           .keys = "Ctrl+Alt+H",
           .help = "Shows all checks that orbbench can make, to be ticked",
           .run = [this] { pick_checks(); },
           .possible = [this] { return form_->takes_checks(); }},
          {.label = "Choose the sce&nario…",
           .keys = "Ctrl+Alt+N",
           .help = "Chooses the JSON file that says how the core is loaded",
           .run = [this] { browse(); },
           .possible = [this] { return form_->takes_scenario(); }}};
}

std::vector<Action> RunsPanel::history_actions() {
  const auto selected = [this] { return history_->has_selection(); };
  const auto on_history = [this](void (RunHistory::*action)()) {
    return [this, action] {
      pages_->SetSelection(kHistoryPage);
      (history_->*action)();
    };
  };
  return {{.label = "&Refresh the history",
           .keys = "Ctrl+H",
           .help = "Reads the runs in the results store",
           .run = on_history(&RunHistory::refresh)},
          {.label = "S&how the kept run",
           .keys = "Ctrl+J",
           .help = "Shows the checks of the run that is selected in the history",
           .run = on_history(&RunHistory::show_selected),
           .possible = selected},
          {.label = "&Mark the kept run",
           .keys = "Ctrl+Alt+K",
           .help = "Others are compared with the run that is selected in the history",
           .run = on_history(&RunHistory::mark),
           .possible = selected},
          {.label = "C&ompare with the marked run",
           .keys = "Ctrl+Alt+O",
           .help = "The figures of the marked run and the selected one, side by side",
           .run = on_history(&RunHistory::compare_selected),
           .possible = [this] { return history_->can_compare(); }},
          {.label = "Open the re&port",
           .keys = "Ctrl+Shift+F",
           .help = "Makes a page of the selected run, or of the latest ones, and opens it",
           .run = on_history(&RunHistory::open_report)}};
}

/// While a run measures a core, nothing else of the console calls it.
void RunsPanel::give_way() {
  const auto session = desk().connection.session();
  if (!session) {
    return;
  }
  control_.is_running() ? session->begin_rest() : session->end_rest();
}

/// A field that the user has changed is left as it is.
void RunsPanel::connection_changed() {
  if (!desk().connection.session()) {
    return;
  }
  give_way();
  const CoreAddress address = desk().connection.session()->address();
  if (form_->request().core == prefilled_ && address != prefilled_) {
    prefilled_ = address;
    form_->show_core(address);
    form_changed();
  }
}

void RunsPanel::form_changed() {
  const RunRequest request = form_->request();
  const std::string trouble = trouble_of(request);
  form_->show_command(trouble.empty() ? command_line(arguments_of(request)) : trouble);
  checks_->show(request.checks, form_->takes_checks());
}

void RunsPanel::pick_checks() {
  pages_->SetSelection(kChecksPage);
  checks_->open();
}

void RunsPanel::browse() {
  const wxFileName now(to_wx(form_->request().scenario));
  wxFileDialog dialog(this, "Scenario", now.GetPath(), now.GetFullName(),
                      "Scenarios (*.json)|*.json|All files|*", wxFD_OPEN | wxFD_FILE_MUST_EXIST);
  if (dialog.ShowModal() == wxID_OK) {
    use_scenario(widget_bridge::from_wx(dialog.GetPath()));
  }
}

void RunsPanel::use_scenario(const std::string& file) {
  form_->show_scenario(file);
  form_changed();
}

void RunsPanel::start() {
  const RunRequest request = form_->request();
  desk().settings.set(kKind, request.kind);
  control_.start(request);
  shows_kept_ = false;
  pages_->SetSelection(kResultsPage);
}

void RunsPanel::cancel() {
  control_.cancel();
}

void RunsPanel::copy_command() {
  if (wxTheClipboard->Open()) {
    wxTheClipboard->SetData(
        new wxTextDataObject(to_wx(command_line(arguments_of(form_->request())))));
    wxTheClipboard->Close();
  }
}

void RunsPanel::redraw() {
  control_.look();
  history_->look();
  checks_->look();
  if (control_.revision() != shown_revision_) {
    shown_revision_ = control_.revision();
    show_status();
  }
}

void RunsPanel::show_status() {
  const RunStatus& status = control_.status();
  form_->show_running(control_.is_running());
  if (control_.is_running() && !status.done) {
    gauge_->Pulse();
  } else {
    gauge_->SetValue(static_cast<int>(status.done.value_or(0) * kWhole));
  }
  const wxString text = to_wx(state_text(status));
  if (state_->GetLabelText() != text) {
    state_->SetLabelText(text);
    state_->SetToolTip(text);
  }
  show_results();
  show_lines();
}

/// Only where something is new: a run may tell much else.
void RunsPanel::show_results() {
  const RunStatus& status = control_.status();
  const auto now =
      std::make_tuple(status.number, status.state, status.checks.size(), status.wanted.size());
  if (shows_kept_ || shown_results_ == now) {
    return;
  }
  shown_results_ = now;
  results_->show(status.checks, control_.is_running() ? status.wanted : std::vector<std::string>());
}

void RunsPanel::show_lines() {
  const RunStatus& status = control_.status();
  if (status.number != shown_run_) {
    output_->show({});
    shown_run_ = status.number;
    shown_lines_ = 0;
  }
  const auto fresh = static_cast<std::size_t>(
      std::min<std::uint64_t>(status.lines_told - shown_lines_, status.lines.size()));
  if (fresh == 0) {
    return;
  }
  std::vector<Row> rows;
  rows.reserve(fresh);
  for (std::size_t i = status.lines.size() - fresh; i < status.lines.size(); ++i) {
    const std::uint64_t number = status.lines_told - status.lines.size() + i + 1;
    rows.push_back({std::to_string(number), {status.lines[i]}});
  }
  shown_lines_ = status.lines_told;
  output_->append(std::move(rows), RunMailbox::kMostLines);
}

void RunsPanel::show_kept(std::vector<CheckResult> checks) {
  shows_kept_ = true;
  shown_results_.reset();
  results_->show(std::move(checks), {});
  pages_->SetSelection(kResultsPage);
}

}  // namespace orbbench::console
