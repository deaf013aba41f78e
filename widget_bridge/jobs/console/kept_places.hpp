#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "console/log_book.hpp"
#include "console/settings.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::console {

/// Where a widget stands on the canvas and how large it is, in pixels at 96 dpi.
struct WidgetArea {
  widget_bridge::Position position;
  widget_bridge::Size size;
  bool operator==(const WidgetArea&) const = default;
};

/// Where the widgets of each core stood, from one start of the console to the next: of the latest
/// kMostCores cores the latest kMostWidgets each; the oldest go first. On the UI thread only.
class KeptPlaces {
 public:
  static constexpr std::size_t kMostCores = 20;
  static constexpr std::size_t kMostWidgets = 500;
  static constexpr std::size_t kMostOctetsOfAddress = 2000;  ///< of a longer one nothing is kept

  /// Reads them from the settings. What cannot be is left out, with one line in the log. The
  /// settings must outlive it: they have the places again at its end.
  KeptPlaces(Settings& settings, LogBook& log);
  ~KeptPlaces();
  KeptPlaces(const KeptPlaces&) = delete;
  KeptPlaces& operator=(const KeptPlaces&) = delete;

  /// That of the widget with that id in the core of that address.
  void keep(const std::string& core, std::int64_t id, const WidgetArea& area);
  void forget(const std::string& core, std::int64_t id);
  std::optional<WidgetArea> find(const std::string& core, std::int64_t id) const;

 private:
  struct Place {
    std::int64_t id;
    WidgetArea area;
  };
  // Each with the latest at the end.
  struct Core {
    std::string address;
    std::vector<Place> places;
  };

  Core& latest(const std::string& address);
  const Core* known(const std::string& address) const;
  std::size_t read(const nlohmann::json& cores);
  std::size_t read_core(const nlohmann::json& core);
  nlohmann::json written() const;

  Settings& settings_;
  std::vector<Core> cores_;
};

}  // namespace orbbench::console
