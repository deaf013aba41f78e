#include "pool/pool_panel.hpp"

#include <wx/sizer.h>

#include <cmath>

#include "charts/stop_with_window.hpp"
#include "frame/accessible.hpp"
#include "pool/pool_rows.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr double kShownSeconds = 120;
constexpr std::size_t kLinesAnEndpoint = 3;

Chart empty_chart() {
  return {.title = "Lanes over time",
          .x = {.label = "since the console started", .unit = Unit::Seconds},
          .y = {.label = "lanes", .unit = Unit::Plain, .least = 0}};
}

}  // namespace

PoolPanel::PoolPanel(wxWindow& parent, Desk& desk)
    : Panel(parent, desk, "Pool"), chart_(empty_chart()) {
  lay_out();
  stop_with_window(*this, [this] { watch_.request_stop(); });
}

void PoolPanel::lay_out() {
  const int room = FromDIP(4);
  auto* sizer = new wxBoxSizer(wxVERTICAL);
  said_ = new wxStaticText(this, wxID_ANY, "Not connected", wxDefaultPosition, wxDefaultSize,
                           wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END);
  name_accessibly(*said_, "Pool state");
  sizer->Add(said_, wxSizerFlags().Expand().Border(wxALL, room));
  lanes_ = new ChartView(*this, "Lanes over time");
  lanes_->set_span(kShownSeconds);
  lanes_->show(chart_);
  sizer->Add(lanes_, wxSizerFlags(3).Expand().Border(wxALL, room));
  Settings& settings = desk().settings;
  operations_ = new TableView(*this, settings, "Calls by operation", operation_columns());
  sizer->Add(operations_, wxSizerFlags(2).Expand().Border(wxALL, room));
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  breakers_ = new TableView(*this, settings, "Breakers", breaker_columns());
  transitions_ = new TableView(*this, settings, "Breaker transitions", transition_columns());
  row->Add(breakers_, wxSizerFlags(1).Expand().Border(wxALL, room));
  row->Add(transitions_, wxSizerFlags(1).Expand().Border(wxALL, room));
  sizer->Add(row, wxSizerFlags(2).Expand());
  SetSizer(sizer);
}

std::vector<Action> PoolPanel::actions() {
  const auto trouble = [this](const std::string& line) { say(line); };
  return {{.label = "Export &lanes over time…",
           .keys = "Ctrl+Shift+P",
           .help = "Write the chart as PNG, SVG or CSV",
           .run = [this, trouble] { lanes_->export_file(trouble); }},
          {.label = "Export calls by &operation…",
           .keys = "Ctrl+Shift+O",
           .help = "Write the table as CSV",
           .run = [this, trouble] { operations_->export_csv(trouble); }},
          {.label = "Export &breakers…",
           .keys = "Ctrl+Shift+R",
           .help = "Write the table as CSV",
           .run = [this, trouble] { breakers_->export_csv(trouble); }},
          {.label = "Export breaker &transitions…",
           .keys = "Ctrl+Shift+X",
           .help = "Write the table as CSV",
           .run = [this, trouble] { transitions_->export_csv(trouble); }}};
}

void PoolPanel::connection_changed() {
  if (watched_ == desk().connection.session()) {
    return;
  }
  watched_ = desk().connection.session();
  watch_.watch(watched_);
  endpoints_.clear();
  chart_ = empty_chart();
  shown_version_ = 0;
}

void PoolPanel::say(const std::string& line) {
  trouble_ = line;
  desk().log.write(LogLevel::Error, "pool", line);
}

void PoolPanel::redraw() {
  const std::uint64_t version = watch_.version();
  if (version == shown_version_) {
    return;
  }
  shown_version_ = version;
  const PoolHistory history = watch_.read(shown_until_);
  show_lanes(history);
  show_tables(history);
  std::string text = trouble_;
  if (text.empty()) {
    text = watched_ ? "Watching" : "Not connected";
    for (const std::string& endpoint : history.endpoints) {
      text += " " + endpoint;
    }
    if (watched_ && !history.metrics_trouble.empty()) {
      text += "; connections at the core are not known: " + history.metrics_trouble;
    }
  }
  const wxString said = widget_bridge::to_wx(text);
  if (said_->GetLabel() != said) {
    said_->SetLabel(said);
    said_->SetToolTip(said);
  }
}

void PoolPanel::show_lanes(const PoolHistory& history) {
  if (endpoints_ != history.endpoints) {
    endpoints_ = history.endpoints;
    chart_ = empty_chart();
    for (const std::string& endpoint : endpoints_) {
      const std::string where = endpoints_.size() > 1 ? " at " + endpoint : "";
      for (const char* what : {"leased", "idle", "waiting"}) {
        chart_.lines.push_back({what + where, {}, chart_.lines.size()});
      }
    }
    chart_.lines.push_back({"connections at the core", {}, chart_.lines.size()});
  }
  for (const PoolPoint& point : history.points) {
    append(point, endpoints_.size());
    shown_until_ = point.at;
  }
  lanes_->show(chart_);
}

void PoolPanel::append(const PoolPoint& point, std::size_t endpoints) {
  if (point.endpoints.size() != endpoints) {
    return;
  }
  const auto add = [&](std::size_t line, double value) {
    auto& points = chart_.lines[line].points;
    points.push_back({point.at, value});
    if (points.size() > PoolWatch::kMostPoints + PoolWatch::kMostPoints / 8) {
      points.erase(points.begin(), points.end() - PoolWatch::kMostPoints);
    }
  };
  for (std::size_t endpoint = 0; endpoint < endpoints; ++endpoint) {
    const orb_client::PoolState& state = point.endpoints[endpoint];
    add(kLinesAnEndpoint * endpoint, static_cast<double>(state.leased));
    add(kLinesAnEndpoint * endpoint + 1, static_cast<double>(state.idle));
    add(kLinesAnEndpoint * endpoint + 2, static_cast<double>(state.waiting));
  }
  add(kLinesAnEndpoint * endpoints, point.connections);
}

void PoolPanel::show_tables(const PoolHistory& history) {
  operations_->show(operation_rows(desk().calls.counts()));
  breakers_->show(breaker_rows(history.breakers));
  transitions_->show(transition_rows(desk().calls.transitions_after(0)));
}

}  // namespace orbbench::console
