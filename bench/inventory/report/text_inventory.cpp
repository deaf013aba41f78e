#include <map>
#include <string>

#include "inventory/report/inventory_reports.hpp"

namespace orbbench::inventory {
namespace {

constexpr DeallocationKind kKinds[] = {DeallocationKind::Direct, DeallocationKind::Obsolescent,
                                       DeallocationKind::Utility, DeallocationKind::UtilityCall};

/// "1 file", "2 files"
std::string counted(std::uint64_t count, const std::string& one, const std::string& several) {
  return std::to_string(count) + " " + (count == 1 ? one : several);
}

// A file's name may hold a line break, which would forge a line of the report.
std::string shown(const std::string& text) {
  std::string safe = text;
  for (char& one : safe) {
    if (static_cast<unsigned char>(one) < ' ' || one == '\x7F') {
      one = '?';
    }
  }
  return safe;
}

std::string types_of(const Deallocation& one) {
  if (one.kind == DeallocationKind::UtilityCall) {
    return "(" + one.arguments + ")";
  }
  if (one.object_type.empty()) {
    return "(" + one.name_type + ")";
  }
  return "(" + one.object_type + ", " + one.name_type + ")";
}

std::string place_of(const Deallocation& one) {
  return shown(one.file) + ":" + std::to_string(one.line);
}

std::string line_of(const Deallocation& one) {
  return place_of(one) + ": " + to_string(one.kind) + " " + one.instance + " is " + one.generic +
         " " + types_of(one) + " in " + one.scope + (one.in_generic ? " [generic]" : "") + "\n";
}

std::string kinds_of(const Inventory& inventory) {
  std::string text;
  for (const DeallocationKind kind : kKinds) {
    if (const std::uint64_t count = inventory.count(kind); count > 0) {
      text += (text.empty() ? ": " : ", ") + std::to_string(count) + " " + to_string(kind);
    }
  }
  return text;
}

std::string head_of(const Inventory& inventory) {
  return shown(inventory.root) + ": " +
         counted(inventory.deallocations.size(), "deallocation", "deallocations") + " in " +
         counted(inventory.files, "file", "files") + " of " +
         counted(inventory.lines, "line", "lines") + kinds_of(inventory) + "\n";
}

std::string utilities_of(const Inventory& inventory) {
  std::string text;
  for (const Utility& utility : inventory.utilities) {
    const std::string place = utility.file.empty()
                                  ? "not declared in the sources"
                                  : shown(utility.file) + ":" + std::to_string(utility.line);
    text += "  utility " + utility.name + " (" + place +
            "): " + counted(utility.uses, "use", "uses") + (utility.was_named ? ", named" : "") +
            "\n";
  }
  return text;
}

std::string gaps_of(const Inventory& inventory) {
  std::string text;
  for (const UnreadFile& unread : inventory.unread) {
    text += "  not read: " + shown(unread.path) + ": " + unread.reason + "\n";
  }
  for (const Doubt& doubt : inventory.doubts) {
    text += "  doubtful: " + shown(doubt.file) + ":" + std::to_string(doubt.line) + ": " +
            doubt.text + "\n";
  }
  return text;
}

std::string files_of(const Inventory& inventory) {
  std::map<std::string, std::map<DeallocationKind, std::uint64_t>> counts;
  for (const Deallocation& one : inventory.deallocations) {
    ++counts[one.file][one.kind];
  }
  std::string text;
  for (const auto& [file, kinds] : counts) {
    text += "  " + shown(file) + ":";
    for (const auto& [kind, count] : kinds) {
      text += " " + std::to_string(count) + " " + to_string(kind);
    }
    text += "\n";
  }
  return text;
}

std::string rows_of(const char* title, const std::vector<Deallocation>& rows) {
  std::string text = std::string(title) + ": " + std::to_string(rows.size()) + "\n";
  for (const Deallocation& one : rows) {
    text += "  " + line_of(one);
  }
  return text;
}

std::string rows_of(const char* title, const std::vector<Match>& rows) {
  std::string text = std::string(title) + ": " + std::to_string(rows.size()) + "\n";
  for (const Match& match : rows) {
    text += "  " + place_of(match.before) + " -> " + place_of(match.after) + ": " +
            to_string(match.before.kind) + " -> " + to_string(match.after.kind) + " " +
            types_of(match.after) + " in " + match.after.unit + "\n";
  }
  return text;
}

}  // namespace

std::string text_report(const Inventory& inventory) {
  std::string text;
  for (const Deallocation& one : inventory.deallocations) {
    text += line_of(one);
  }
  const std::string gaps = utilities_of(inventory) + gaps_of(inventory);
  return text + (text.empty() ? "" : "\n") + files_of(inventory) + "\n" + head_of(inventory) + gaps;
}

std::string text_report(const Comparison& comparison, const Inventory& before,
                        const Inventory& after) {
  std::string text = rows_of("migrated", comparison.migrated);
  text += rows_of("reverted", comparison.reverted);
  text += rows_of("added", comparison.added);
  text += rows_of("lost", comparison.lost);
  text += "kept: " + std::to_string(comparison.kept.size()) + "\n\n";
  for (const Inventory* inventory : {&before, &after}) {
    text += head_of(*inventory) + utilities_of(*inventory) + gaps_of(*inventory);
  }
  return text;
}

}  // namespace orbbench::inventory
