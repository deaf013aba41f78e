#include "latency/latency_panel.hpp"

#include <wx/button.h>
#include <wx/filedlg.h>
#include <wx/sizer.h>
#include <wx/wrapsizer.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "charts/stop_with_window.hpp"
#include "frame/accessible.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr const char* kRateKey = "latency.rate";
constexpr const char* kSpanKey = "latency.span";
constexpr const char* kDeadlineKey = "latency.deadline_ms";
constexpr int kUsualRate = 100;
constexpr int kUsualSpan = 1;
constexpr double kMostDeadline = 600'000;
constexpr double kMillisecond = 1e-3;

struct Span {
  const char* name;
  double seconds;
};
constexpr std::array<Span, 4> kSpans{
    {{"1 minute", 60}, {"5 minutes", 300}, {"30 minutes", 1800}, {"All", 0}}};

wxStaticText* label(wxWindow* parent, const char* text) {
  return new wxStaticText(parent, wxID_ANY, text);
}

void prepare(wxWindow& control, const char* name, const char* tip) {
  name_accessibly(control, name);
  control.SetToolTip(tip);
}

}  // namespace

LatencyPanel::LatencyPanel(wxWindow& parent, Desk& desk)
    : Panel(parent, desk, "Latency"),
      recording_(desk.samples),
      sampler_(desk.samples),
      worker_(desk.ui, [&log = desk.log](const std::string& line) {
        log.write(LogLevel::Error, "latency", line);
      }) {
  lay_out();
  listen();
  apply_span();
  apply_deadline();
  stop_with_window(*this, [this] {
    recording_.request_stop();
    sampler_.request_stop();
  });
}

void LatencyPanel::lay_out() {
  auto* sizer = new wxBoxSizer(wxVERTICAL);
  const int room = FromDIP(4);
  sizer->Add(make_controls(), wxSizerFlags().Expand().Border(wxALL, room));
  kept_ = new BaselineChoice(*this, desk(), [this](std::optional<LatencyReference> baseline) {
    set_baseline(std::move(baseline));
  });
  sizer->Add(kept_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, room));
  said_ = new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                           wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END);
  name_accessibly(*said_, "Sampling and trouble");
  sizer->Add(said_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, room));
  over_time_ = new ChartView(*this, "Latency over time");
  spectrum_ = new ChartView(*this, "Percentile spectrum");
  sizer->Add(over_time_, wxSizerFlags(3).Expand().Border(wxALL, room));
  sizer->Add(spectrum_, wxSizerFlags(2).Expand().Border(wxALL, room));
  SetSizer(sizer);
}

wxWindow* LatencyPanel::make_controls() {
  auto* bar = new wxPanel(this);
  auto* sizer = new wxWrapSizer(wxHORIZONTAL);
  const auto flags = wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(3));
  sampling_ = new wxCheckBox(bar, wxID_ANY, "&Sample");
  prepare(*sampling_, "Sample", "Ping the core at a steady rate and record what each call takes");
  sizer->Add(sampling_, flags);
  rate_ = new wxSpinCtrl(bar, wxID_ANY);
  rate_->SetRange(1, static_cast<int>(Sampler::kMostPerSecond));
  rate_->SetValue(desk().settings.get(kRateKey, kUsualRate));
  prepare(*rate_, "Samples a second", "How many pings a second, 1 to 1000");
  sizer->Add(rate_, flags);
  sizer->Add(label(bar, "a second"), flags);
  sizer->Add(label(bar, "S&eries"), flags);
  series_ = new wxChoice(bar, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(190, -1)));
  prepare(*series_, "Series", "Which calls are shown over time");
  sizer->Add(series_, flags);
  sizer->Add(label(bar, "S&how"), flags);
  span_ = new wxChoice(bar, wxID_ANY);
  for (const Span& span : kSpans) {
    span_->Append(span.name);
  }
  span_->SetSelection(std::clamp(desk().settings.get(kSpanKey, kUsualSpan), 0,
                                 static_cast<int>(kSpans.size()) - 1));
  prepare(*span_, "Time shown", "How much of the latest is shown");
  sizer->Add(span_, flags);
  sizer->Add(label(bar, "&Deadline (ms)"), flags);
  deadline_ = new wxSpinCtrlDouble(bar, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                                   wxSP_ARROW_KEYS, 0, kMostDeadline, 0, 1);
  deadline_->SetDigits(2);
  deadline_->SetValue(desk().settings.get(kDeadlineKey, 0.0));
  prepare(*deadline_, "Deadline", "What p99 should stay under, in milliseconds; 0 for none");
  sizer->Add(deadline_, flags);
  auto* baseline = new wxButton(bar, wxID_ANY, to_wx("&Baseline…"));
  prepare(*baseline, "Baseline", "Draw in the figures of an earlier run, from its JSON file");
  baseline->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { ask_for_baseline(); });
  sizer->Add(baseline, flags);
  bar->SetSizer(sizer);
  return bar;
}

void LatencyPanel::listen() {
  sampling_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { apply_sampling(); });
  rate_->Bind(wxEVT_SPINCTRL, [this](wxSpinEvent&) {
    desk().settings.set(kRateKey, rate_->GetValue());
    apply_sampling();
  });
  series_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
    user_chose_series_ = true;
    limits_changed_ = true;
  });
  span_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
    desk().settings.set(kSpanKey, span_->GetSelection());
    apply_span();
  });
  deadline_->Bind(wxEVT_SPINCTRLDOUBLE, [this](wxSpinDoubleEvent&) {
    desk().settings.set(kDeadlineKey, deadline_->GetValue());
    apply_deadline();
  });
}

std::vector<Action> LatencyPanel::actions() {
  const auto trouble = [this](const std::string& line) { say(line); };
  return {
      {.label = "&Sample or stop",
       .keys = "Ctrl+Shift+L",
       .help = "Ping the core at a steady rate, or no longer",
       .run = [this] { toggle_sampling(); }},
      {.label = "&Forget what was recorded",
       .keys = "Ctrl+Shift+K",
       .help = "Begin percentiles and spectrum anew",
       .run = [this] { recording_.clear(); }},
      {.label = "&Baseline from file…",
       .keys = "Ctrl+Shift+B",
       .help = "Draw in the figures of orbbench latency --json or orbbench baseline export",
       .run = [this] { ask_for_baseline(); }},
      {.label = "Baseline from the results st&ore…",
       .keys = "Ctrl+Alt+B",
       .help = "List the baselines that the results store keeps, to choose one by its name",
       .run = [this] { kept_->list(); }},
      {.label = "&Take what is shown as baseline",
       .keys = "Ctrl+Shift+H",
       .help = "Hold what comes against the latest interval of this series",
       .run = [this] { keep_as_baseline(); }},
      {.label = "&No baseline",
       .keys = "Ctrl+Shift+J",
       .help = "Draw no baseline any more",
       .run = [this] { replace_baseline(std::nullopt); },
       .possible = [this] { return limits_.baseline.has_value(); }},
      {.label = "Export latency over t&ime…",
       .keys = "Ctrl+Shift+T",
       .help = "Write the chart as PNG, SVG or CSV",
       .run = [this, trouble] { over_time_->export_file(trouble); }},
      {.label = "Export s&pectrum…",
       .keys = "Ctrl+Shift+Y",
       .help = "Write the chart as PNG, SVG or CSV",
       .run = [this, trouble] { spectrum_->export_file(trouble); }},
  };
}

void LatencyPanel::connection_changed() {
  if (desk().connection.session() != sampled_) {
    apply_sampling();
  }
}

void LatencyPanel::apply_sampling() {
  sampled_ = desk().connection.session();
  sampler_.sample(sampling_->GetValue() ? sampled_ : nullptr,
                  static_cast<unsigned>(rate_->GetValue()));
}

void LatencyPanel::toggle_sampling() {
  sampling_->SetValue(!sampling_->GetValue());
  apply_sampling();
}

void LatencyPanel::apply_span() {
  over_time_->set_span(kSpans[static_cast<std::size_t>(span_->GetSelection())].seconds);
}

void LatencyPanel::apply_deadline() {
  const double value = deadline_->GetValue();
  limits_.deadline = value > 0 ? std::optional(value * kMillisecond) : std::nullopt;
  limits_changed_ = true;
}

void LatencyPanel::set_deadline(std::chrono::milliseconds deadline) {
  deadline_->SetValue(static_cast<double>(deadline.count()));
  desk().settings.set(kDeadlineKey, deadline_->GetValue());
  apply_deadline();
}

void LatencyPanel::ask_for_baseline() {
  wxFileDialog dialog(this, "Baseline", "", "", "JSON results (*.json)|*.json|All files|*",
                      wxFD_OPEN | wxFD_FILE_MUST_EXIST);
  if (dialog.ShowModal() == wxID_OK) {
    read_baseline(widget_bridge::from_wx(dialog.GetPath()));
  }
}

void LatencyPanel::read_baseline(const std::string& file) {
  worker_.submit([this, file]() -> widget_bridge::Worker::Apply {
    try {
      return [this, reference = read_reference(file)] { replace_baseline(reference); };
    } catch (const ReferenceError& error) {
      return [this, line = std::string(error.what())] { say(line); };
    }
  });
}

void LatencyPanel::keep_as_baseline() {
  const auto all = recording_.read();
  const LatencySeries* series = chosen(all);
  auto reference = series == nullptr ? std::nullopt : as_reference(*series);
  if (!reference) {
    say("nothing was recorded yet that could be a baseline");
    return;
  }
  replace_baseline(std::move(reference));
}

void LatencyPanel::replace_baseline(std::optional<LatencyReference> baseline) {
  kept_->forget();
  set_baseline(std::move(baseline));
}

void LatencyPanel::set_baseline(std::optional<LatencyReference> baseline) {
  trouble_.clear();
  if (baseline && baseline->floor.contains("p50")) {
    limits_.floor = baseline->floor.at("p50");
  }
  limits_.baseline = std::move(baseline);
  limits_changed_ = true;
}

void LatencyPanel::say(const std::string& trouble) {
  trouble_ = trouble;
  desk().log.write(LogLevel::Error, "latency", trouble);
}

void LatencyPanel::take_floor() {
  if (desk().runs.revision() == shown_runs_) {
    return;
  }
  shown_runs_ = desk().runs.revision();
  std::chrono::system_clock::time_point latest;
  for (const CheckResult& result : desk().runs.all()) {
    const Quantiles floor = reference_of(result.check, result.figures).floor;
    if (floor.contains("p50") && result.time >= latest) {
      latest = result.time;
      limits_.floor = floor.at("p50");
      limits_changed_ = true;
    }
  }
}

void LatencyPanel::show_series_names(const std::vector<Recording::Shown>& series) {
  if (series_->GetCount() == series.size()) {
    return;
  }
  for (std::size_t index = series_->GetCount(); index < series.size(); ++index) {
    series_->Append(series[index] ? to_wx(series[index]->name) : wxString());
  }
  if (!user_chose_series_) {
    series_->SetSelection(static_cast<int>(series_->GetCount()) - 1);  // the latest to begin
  }
}

const LatencySeries* LatencyPanel::chosen(const std::vector<Recording::Shown>& series) const {
  const int selection = series_->GetSelection();
  return selection == wxNOT_FOUND || static_cast<std::size_t>(selection) >= series.size()
             ? nullptr
             : series[static_cast<std::size_t>(selection)].get();
}

std::string LatencyPanel::sampling_text() const {
  const Sampler::State state = sampler_.state();
  if (!trouble_.empty()) {
    return trouble_;
  }
  if (!state.sampling) {
    return sampling_->GetValue() ? "Not connected: nothing to sample" : "Not sampling";
  }
  if (sampled_ && sampled_->rests()) {
    return "Not sampling while a run measures the core";
  }
  std::string text = "Sampling: " + std::to_string(state.calls) + " answered, " +
                     std::to_string(state.failures) + " failed";
  if (state.left_out > 0) {
    text += ", " + std::to_string(state.left_out) + " left out";
  }
  return state.trouble.empty() ? text : text + ": " + state.trouble;
}

void LatencyPanel::redraw() {
  kept_->look();
  take_floor();
  const wxString said = to_wx(sampling_text());
  if (said_->GetLabel() != said) {
    said_->SetLabel(said);
    said_->SetToolTip(said);
  }
  const std::uint64_t version = recording_.version();
  if (version == shown_version_ && !limits_changed_) {
    return;
  }
  shown_version_ = version;
  limits_changed_ = false;
  const auto series = recording_.read();
  show_series_names(series);
  if (const LatencySeries* one = chosen(series)) {
    over_time_->show(time_chart(*one, limits_));
  }
  spectrum_->show(spectrum_chart(series, limits_));
}

}  // namespace orbbench::console
