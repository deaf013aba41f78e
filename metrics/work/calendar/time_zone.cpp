#include "time_zone.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "orbbench/work/calendar.hpp"
#include "zone_file.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;

constexpr const char* kFolder = "/usr/share/zoneinfo";

// Further than any zone is from UTC, and than any of its changes takes it.
constexpr days kWindow{2};

/// Of the tz database's own style: nothing that leaves the folder.
bool is_zone_name(const std::string& name) {
  const auto is_allowed = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '/' &&
         std::ranges::all_of(name, is_allowed);
}

}  // namespace

TimeZone TimeZone::load(const std::string& name) {
  const std::filesystem::path path = std::filesystem::path(kFolder) / name;
  std::error_code absent;
  if (!is_zone_name(name) || !std::filesystem::is_regular_file(path, absent)) {
    throw CalendarError("'" + name.substr(0, 64) + "' is no time zone such as Europe/Berlin");
  }
  std::ifstream file(path, std::ios::binary);
  return TimeZone(read_zone_file({std::istreambuf_iterator<char>(file), {}}, name));
}

TimeZone::Place TimeZone::change_before(sys_seconds instant) const {
  const auto later = std::ranges::upper_bound(changes_, instant, {}, &Change::at);
  return later == changes_.begin() ? later : std::prev(later);
}

local_seconds TimeZone::local(sys_seconds instant) const {
  return local_seconds(instant.time_since_epoch() + change_before(instant)->offset);
}

std::vector<sys_seconds> TimeZone::instants(local_seconds local) const {
  const sys_seconds as_utc(local.time_since_epoch());
  const Place last = change_before(as_utc + kWindow);
  std::vector<sys_seconds> found;
  for (Place change = change_before(as_utc - kWindow);; ++change) {
    const sys_seconds instant = as_utc - change->offset;
    const bool has_begun = change == changes_.begin() || instant >= change->at;
    const bool is_over = change != last && instant >= std::next(change)->at;
    // Skipped: too late for this offset, and too early for the next.
    const bool is_skipped = is_over && as_utc - std::next(change)->offset < std::next(change)->at;
    if (has_begun && (!is_over || is_skipped)) {
      found.push_back(instant);
    }
    if (change == last) {
      return found;
    }
  }
}

}  // namespace orbbench::work
