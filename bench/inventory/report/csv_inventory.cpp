#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "inventory/report/inventory_reports.hpp"

namespace orbbench::inventory {
namespace {

// RFC 4180, 2: what holds a comma, a quotation mark or a line break is quoted, a quotation mark
// doubled.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char one : text) {
    quoted += one;
    if (one == '"') {
      quoted += one;
    }
  }
  return quoted + '"';
}

std::string row(std::initializer_list<std::string_view> fields) {
  std::string line;
  for (const std::string_view one : fields) {
    line += field(one) + ",";
  }
  line.back() = '\r';
  return line + "\n";
}

constexpr const char* kOf =
    "file,line,unit,scope,kind,instance,generic,object_type,name_type,"
    "arguments,in_generic\r\n";

std::string row_of(const Deallocation& one) {
  return row({one.file, std::to_string(one.line), one.unit, one.scope, to_string(one.kind),
              one.instance, one.generic, one.object_type, one.name_type, one.arguments,
              one.in_generic ? "true" : "false"});
}

std::string row_of(const char* change, const Deallocation* before, const Deallocation* after) {
  const Deallocation& one = after != nullptr ? *after : *before;
  const auto file = [](const Deallocation* of) { return of == nullptr ? "" : of->file; };
  const auto line = [](const Deallocation* of) {
    return of == nullptr ? "" : std::to_string(of->line);
  };
  const auto kind = [](const Deallocation* of) { return of == nullptr ? "" : to_string(of->kind); };
  return row({change, one.unit, one.object_type, one.name_type, one.arguments, file(before),
              line(before), kind(before), file(after), line(after), kind(after)});
}

std::string rows_of(const char* change, const std::vector<Match>& matches) {
  std::string rows;
  for (const Match& match : matches) {
    rows += row_of(change, &match.before, &match.after);
  }
  return rows;
}

}  // namespace

std::string csv_report(const Inventory& inventory) {
  std::string report = kOf;
  for (const Deallocation& one : inventory.deallocations) {
    report += row_of(one);
  }
  return report;
}

std::string csv_report(const Comparison& comparison) {
  std::string report =
      "change,unit,object_type,name_type,arguments,file_before,line_before,kind_before,file_after,"
      "line_after,kind_after\r\n";
  report += rows_of("migrated", comparison.migrated);
  report += rows_of("reverted", comparison.reverted);
  report += rows_of("kept", comparison.kept);
  for (const Deallocation& one : comparison.added) {
    report += row_of("added", nullptr, &one);
  }
  for (const Deallocation& one : comparison.lost) {
    report += row_of("lost", &one, nullptr);
  }
  return report;
}

}  // namespace orbbench::inventory
