#include "console/kept_places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "console/widget_board.hpp"

namespace orbbench::console {
namespace {

using nlohmann::json;

constexpr const char* kKey = "widgets.places";
constexpr const char* kCore = "core";
constexpr const char* kWidgets = "widgets";

bool is_within(std::int64_t value, int least, int most) {
  return value >= least && value <= most;
}

bool is_possible(const std::array<std::int64_t, 5>& numbers) {
  const auto& [id, x, y, width, height] = numbers;
  return is_within(x, 0, WidgetBoard::kFarthest) && is_within(y, 0, WidgetBoard::kFarthest) &&
         is_within(width, WidgetBoard::kSmallest.width, WidgetBoard::kLongestSide) &&
         is_within(height, WidgetBoard::kSmallest.height, WidgetBoard::kLongestSide);
}

/// Id, x, y, width, height. One text a widget: as numbers of JSON, each on a line of its own, all
/// that may be kept would be more than Settings reads.
std::string text_of(std::int64_t id, const WidgetArea& area) {
  std::string text = std::to_string(id);
  for (const int number : {area.position.x, area.position.y, area.size.width, area.size.height}) {
    text += ' ' + std::to_string(number);
  }
  return text;
}

std::optional<std::array<std::int64_t, 5>> numbers_of(std::string_view text) {
  std::array<std::int64_t, 5> numbers{};
  const char* next = text.data();
  const char* const end = next + text.size();
  for (std::int64_t& number : numbers) {
    const auto [after, error] = std::from_chars(next, end, number);
    const bool is_last = &number == &numbers.back();
    if (error != std::errc() || (is_last ? after != end : after == end || *after != ' ')) {
      return std::nullopt;
    }
    next = is_last ? end : after + 1;
  }
  return is_possible(numbers) ? std::optional(numbers) : std::nullopt;
}

WidgetArea area_of(const std::array<std::int64_t, 5>& numbers) {
  const auto number = [&](std::size_t index) { return static_cast<int>(numbers.at(index)); };
  return {.position = {number(1), number(2)}, .size = {number(3), number(4)}};
}

template <class Values>
void drop_oldest(Values& values, std::size_t most) {
  if (values.size() > most) {
    values.erase(values.begin());
  }
}

}  // namespace

KeptPlaces::KeptPlaces(Settings& settings, LogBook& log) : settings_(settings) {
  const std::size_t damaged = read(settings.get(kKey, json(json::array())));
  if (damaged > 0) {
    log.write(LogLevel::Warning, "widgets",
              std::to_string(damaged) + " of the places that were kept are damaged, and ignored");
  }
}

KeptPlaces::~KeptPlaces() {
  settings_.set(kKey, written());
}

void KeptPlaces::keep(const std::string& core, std::int64_t id, const WidgetArea& area) {
  if (core.empty() || core.size() > kMostOctetsOfAddress) {
    return;
  }
  std::vector<Place>& places = latest(core).places;
  std::erase_if(places, [id](const Place& place) { return place.id == id; });
  places.push_back({id, area});
  drop_oldest(places, kMostWidgets);
}

void KeptPlaces::forget(const std::string& core, std::int64_t id) {
  for (Core& kept : cores_) {
    if (kept.address == core) {
      std::erase_if(kept.places, [id](const Place& place) { return place.id == id; });
    }
  }
}

std::optional<WidgetArea> KeptPlaces::find(const std::string& core, std::int64_t id) const {
  const Core* kept = known(core);
  if (kept == nullptr) {
    return std::nullopt;
  }
  const auto place = std::ranges::find(kept->places, id, &Place::id);
  return place == kept->places.end() ? std::nullopt : std::optional(place->area);
}

const KeptPlaces::Core* KeptPlaces::known(const std::string& address) const {
  const auto core = std::ranges::find(cores_, address, &Core::address);
  return core == cores_.end() ? nullptr : &*core;
}

// From now on it is the latest.
KeptPlaces::Core& KeptPlaces::latest(const std::string& address) {
  const auto core = std::ranges::find(cores_, address, &Core::address);
  if (core != cores_.end()) {
    std::rotate(core, core + 1, cores_.end());
  } else {
    cores_.push_back({.address = address, .places = {}});
    drop_oldest(cores_, kMostCores);
  }
  return cores_.back();
}

// How many of them cannot be.
std::size_t KeptPlaces::read(const json& cores) {
  if (!cores.is_array()) {
    return 1;
  }
  std::size_t damaged = 0;
  for (const json& core : cores) {
    damaged += read_core(core);
  }
  return damaged;
}

std::size_t KeptPlaces::read_core(const json& core) {
  const bool is_whole = core.is_object() && core.contains(kCore) && core[kCore].is_string() &&
                        core.contains(kWidgets) && core[kWidgets].is_array();
  if (!is_whole) {
    return 1;
  }
  std::size_t damaged = 0;
  for (const json& widget : core[kWidgets]) {
    const auto* text = widget.get_ptr<const json::string_t*>();
    const auto numbers = text == nullptr ? std::nullopt : numbers_of(*text);
    if (numbers) {
      keep(core[kCore].get_ref<const std::string&>(), numbers->front(), area_of(*numbers));
    } else {
      ++damaged;
    }
  }
  return damaged;
}

json KeptPlaces::written() const {
  json cores = json::array();
  for (const Core& core : cores_) {
    json widgets = json::array();
    for (const Place& place : core.places) {
      widgets.push_back(text_of(place.id, place.area));
    }
    if (!widgets.empty()) {
      cores.push_back(json{{kCore, core.address}, {kWidgets, std::move(widgets)}});
    }
  }
  return cores;
}

}  // namespace orbbench::console
