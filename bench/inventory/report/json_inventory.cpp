#include <map>
#include <nlohmann/json.hpp>

#include "inventory/report/inventory_reports.hpp"

namespace orbbench::inventory {
namespace {

using Json = nlohmann::ordered_json;

constexpr DeallocationKind kKinds[] = {DeallocationKind::Direct, DeallocationKind::Obsolescent,
                                       DeallocationKind::Utility, DeallocationKind::UtilityCall};
static_assert(std::size(kKinds) == kDeallocationKinds);

Json to_json(const Deallocation& one) {
  Json json{{"file", one.file},
            {"line", one.line},
            {"unit", one.unit},
            {"scope", one.scope},
            {"kind", to_string(one.kind)},
            {"instance", one.instance},
            {"generic", one.generic},
            {"object_type", one.object_type},
            {"name_type", one.name_type},
            {"in_generic", one.in_generic}};
  if (one.kind == DeallocationKind::UtilityCall) {
    json["arguments"] = one.arguments;
  }
  return json;
}

Json to_json(const Match& match) {
  return {{"before", to_json(match.before)}, {"after", to_json(match.after)}};
}

Json to_json(const Utility& utility) {
  return {{"name", utility.name},
          {"file", utility.file},
          {"line", utility.line},
          {"uses", utility.uses},
          {"was_named", utility.was_named}};
}

Json to_json(const UnreadFile& unread) {
  return {{"file", unread.path}, {"reason", unread.reason}};
}

Json to_json(const Doubt& doubt) {
  return {{"file", doubt.file}, {"line", doubt.line}, {"text", doubt.text}};
}

template <typename Row>
Json array_of(const std::vector<Row>& rows) {
  Json array = Json::array();
  for (const Row& row : rows) {
    array.push_back(to_json(row));
  }
  return array;
}

Json kinds_of(const Inventory& inventory) {
  Json kinds = Json::object();
  for (const DeallocationKind kind : kKinds) {
    kinds[to_string(kind)] = inventory.count(kind);
  }
  return kinds;
}

Json files_of(const Inventory& inventory) {
  std::map<std::string, std::map<std::string, std::uint64_t>> counts;
  for (const Deallocation& one : inventory.deallocations) {
    ++counts[one.file][to_string(one.kind)];
  }
  return counts;
}

Json summary_of(const Inventory& inventory) {
  return {{"root", inventory.root},
          {"files", inventory.files},
          {"lines", inventory.lines},
          {"complete", inventory.is_complete()},
          {"deallocations_total", inventory.deallocations.size()},
          {"by_kind", kinds_of(inventory)},
          {"by_file", files_of(inventory)},
          {"utilities", array_of(inventory.utilities)},
          {"unread", array_of(inventory.unread)},
          {"doubts", array_of(inventory.doubts)}};
}

// A file's name may be any octets.
std::string text_of(const Json& json) {
  constexpr int kIndent = 2;
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string json_report(const Inventory& inventory) {
  Json json = summary_of(inventory);
  json["deallocations"] = array_of(inventory.deallocations);
  return text_of(json);
}

std::string json_report(const Comparison& comparison, const Inventory& before,
                        const Inventory& after) {
  return text_of({{"before", summary_of(before)},
                  {"after", summary_of(after)},
                  {"migrated_total", comparison.migrated.size()},
                  {"reverted_total", comparison.reverted.size()},
                  {"kept_total", comparison.kept.size()},
                  {"added_total", comparison.added.size()},
                  {"lost_total", comparison.lost.size()},
                  {"migrated", array_of(comparison.migrated)},
                  {"reverted", array_of(comparison.reverted)},
                  {"kept", array_of(comparison.kept)},
                  {"added", array_of(comparison.added)},
                  {"lost", array_of(comparison.lost)}});
}

}  // namespace orbbench::inventory
