#include "checks/witness/places_table.hpp"

#include <algorithm>
#include <cstdio>

namespace orbbench::bench {
namespace {

std::string place_of(const memory::Finding& finding) {
  return (finding.place.orb_buffer_offset ? "ORB buffer, " : "") +
         std::string(to_string(finding.place.kind));
}

void add_rows(const std::string& path, const std::string& time, const Look& look,
              std::vector<PlaceRow>& rows) {
  const std::size_t first = rows.size();
  for (const memory::Finding& finding : look.report.scan.of_canary(kTarget)) {
    const std::string place = place_of(finding);
    auto row = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(),
                            [&](const PlaceRow& other) { return other.place == place; });
    if (row == rows.end()) {
      rows.push_back({path, time, place, 0, 0, describe(finding)});
      row = rows.end() - 1;
    }
    ++row->copies;
    row->octets += finding.hit.length;
  }
}

}  // namespace

std::vector<PlaceRow> place_rows(const WitnessObservation& seen) {
  std::vector<PlaceRow> rows;
  for (const PathObservation& path : seen.paths) {
    if (path.before) {
      add_rows(path.name, "held", *path.before, rows);
    }
    for (const Look& look : path.after) {
      add_rows(path.name, std::to_string(look.due.count()), look, rows);
    }
  }
  return rows;
}

Table exposure_table(const WitnessObservation& seen) {
  Table table{"exposure", {"path", "after_ms", "place", "copies", "octets", "example"}, {}};
  for (const PlaceRow& row : place_rows(seen)) {
    table.rows.push_back({row.path, row.time, row.place, std::to_string(row.copies),
                          std::to_string(row.octets), row.example});
  }
  return table;
}

std::string places_table(const WitnessObservation& seen) {
  const auto line = [](const auto&... columns) {
    char text[512];
    const int length =
        std::snprintf(text, sizeof text, "%-32s %8s  %-26s %6s %6s  %s\n", columns...);
    return std::string(text,
                       std::min<std::size_t>(static_cast<std::size_t>(length), sizeof text - 1));
  };
  std::string table = line("path", "after ms", "place", "copies", "octets", "for example");
  for (const PlaceRow& row : place_rows(seen)) {
    table += line(row.path.c_str(), row.time.c_str(), row.place.c_str(),
                  std::to_string(row.copies).c_str(), std::to_string(row.octets).c_str(),
                  row.example.c_str());
  }
  return table;
}

}  // namespace orbbench::bench
