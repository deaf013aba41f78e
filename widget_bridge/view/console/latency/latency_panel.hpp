#pragma once

#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/spinctrl.h>
#include <wx/stattext.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "charts/chart_view.hpp"
#include "console/latency_charts.hpp"
#include "console/recording.hpp"
#include "console/sampler.hpp"
#include "frame/panel.hpp"
#include "latency/baseline_choice.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"

namespace orbbench::console {

/// Latency over time and as a spectrum, of the console's own pings and of runs that go on, against
/// floor, deadline and baseline.
class LatencyPanel : public Panel {
 public:
  LatencyPanel(wxWindow& parent, Desk& desk);

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;

  Recording& recording() { return recording_; }
  ChartView& over_time() { return *over_time_; }
  ChartView& spectrum() { return *spectrum_; }

  /// Shows the baseline of that file, or the reason why not, when it was read.
  void read_baseline(const std::string& file);

  /// What p99 should stay under; 0 for none. Remembered.
  void set_deadline(std::chrono::milliseconds deadline);

 private:
  void lay_out();
  wxWindow* make_controls();
  void listen();
  void stop_with_the_window();
  void apply_sampling();
  void apply_span();
  void apply_deadline();
  void toggle_sampling();
  void ask_for_baseline();
  void keep_as_baseline();
  void replace_baseline(std::optional<LatencyReference> baseline);
  void set_baseline(std::optional<LatencyReference> baseline);
  void say(const std::string& trouble);
  void show_series_names(const std::vector<Recording::Shown>& series);
  const LatencySeries* chosen(const std::vector<Recording::Shown>& series) const;
  void take_floor();
  std::string sampling_text() const;

  Recording recording_;
  Sampler sampler_;
  widget_bridge::ThreadWorker worker_;

  wxCheckBox* sampling_ = nullptr;
  wxSpinCtrl* rate_ = nullptr;
  wxChoice* series_ = nullptr;
  wxChoice* span_ = nullptr;
  wxSpinCtrlDouble* deadline_ = nullptr;
  BaselineChoice* kept_ = nullptr;
  wxStaticText* said_ = nullptr;
  ChartView* over_time_ = nullptr;
  ChartView* spectrum_ = nullptr;

  LatencyLimits limits_;
  std::string trouble_;
  bool user_chose_series_ = false;
  bool limits_changed_ = false;
  std::uint64_t shown_version_ = 0;
  std::uint64_t shown_runs_ = 0;
  std::shared_ptr<CoreSession> sampled_;
};

}  // namespace orbbench::console
