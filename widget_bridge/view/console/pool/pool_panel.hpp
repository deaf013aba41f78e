#pragma once

#include <wx/stattext.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "charts/chart_view.hpp"
#include "console/pool_watch.hpp"
#include "frame/panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// The lanes of the console's pool over time, its breakers, and what its calls came to.
class PoolPanel : public Panel {
 public:
  PoolPanel(wxWindow& parent, Desk& desk);

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;
  /// It has points four times a second. Drawn as often, they took 2 % of a processor's time
  /// together with the display: in one call of a hundred a core beside it would meet that.
  int redraws_per_second() const override { return 1; }

  ChartView& lanes() { return *lanes_; }

 private:
  void lay_out();
  void show_lanes(const PoolHistory& history);
  void append(const PoolPoint& point, std::size_t endpoints);
  void show_tables(const PoolHistory& history);
  void say(const std::string& line);

  PoolWatch watch_;
  wxStaticText* said_ = nullptr;
  ChartView* lanes_ = nullptr;
  TableView* operations_ = nullptr;
  TableView* breakers_ = nullptr;
  TableView* transitions_ = nullptr;

  Chart chart_;
  std::vector<std::string> endpoints_;
  std::uint64_t shown_version_ = 0;
  double shown_until_ = -std::numeric_limits<double>::infinity();
  std::shared_ptr<CoreSession> watched_;
  std::string trouble_;
};

}  // namespace orbbench::console
