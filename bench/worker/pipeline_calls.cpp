#include "worker/pipeline_calls.hpp"

#include <algorithm>
#include <functional>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::Argument;
using orb_client::ConfigError;
using orb_client::CoreLane;
using orb_client::Deadline;

constexpr std::size_t kMostArguments = 16;

[[noreturn]] void refuse(std::size_t place, const std::string& what) {
  throw ConfigError("parameter " + std::to_string(place + 1) + " must be " + what);
}

/// A step's parameters, each as the type that the operation asks for.
class Parameters {
 public:
  explicit Parameters(const json& list) : list_(list) {}

  std::string text(std::size_t place) const {
    if (!list_.at(place).is_string()) {
      refuse(place, "a text");
    }
    return list_[place].get<std::string>();
  }

  std::int64_t whole(std::size_t place) const {
    if (!list_.at(place).is_number_integer()) {
      refuse(place, "a whole number");
    }
    return list_[place].get<std::int64_t>();
  }

  std::uint32_t count(std::size_t place) const {
    const std::int64_t value = whole(place);
    if (value < 0 || value > UINT32_MAX) {
      refuse(place, "a number from 0 to 4294967295");
    }
    return static_cast<std::uint32_t>(value);
  }

  Argument value(std::size_t place) const {
    const json& given = list_.at(place);
    if (given.is_boolean()) {
      return given.get<bool>();
    }
    if (given.is_number_integer()) {
      return given.get<std::int64_t>();
    }
    if (given.is_number_float()) {
      return given.get<double>();
    }
    return text(place);
  }

  std::vector<Argument> values_from(std::size_t place) const {
    std::vector<Argument> values;
    for (; place < list_.size(); ++place) {
      values.push_back(value(place));
    }
    return values;
  }

 private:
  const json& list_;
};

json as_json(const Argument& value) {
  return std::visit([](const auto& held) { return json(held); }, value);
}

json as_json(const orb_client::ArrivalReport& report) {
  return {{"arrived", report.arrived},
          {"out_of_order", report.out_of_order},
          {"last_sequence_number", report.last_sequence_number}};
}

json as_json(const std::vector<orb_client::WidgetDescription>& widgets) {
  json list = json::array();
  for (const auto& widget : widgets) {
    list.push_back(
        {{"widget_id", widget.widget_id}, {"type", widget.type_name}, {"label", widget.label}});
  }
  return list;
}

using Call = std::function<json(CoreLane&, const Parameters&, Deadline)>;

struct Entry {
  PipelineOperation operation;
  Call call;
};

/// An operation without a result.
template <typename Use>
Call silent(const Use& use) {
  return [use](CoreLane& lane, const Parameters& given, Deadline deadline) {
    use(lane, given, deadline);
    return json();
  };
}

std::vector<Entry> probe_entries() {
  using P = const Parameters&;
  return {
      {{"ping", 0, 0}, silent([](CoreLane& lane, P, Deadline limit) { lane.ping(limit); })},
      {{"echo_string", 1, 1},
       [](CoreLane& lane, P p, Deadline limit) { return lane.echo_string(p.text(0), limit); }},
      {{"echo_any", 1, 1},
       [](CoreLane& lane, P p, Deadline limit) {
         return as_json(lane.echo_any(p.value(0), limit));
       }},
      {{"hold", 1, 1}, silent([](CoreLane& lane, P p, Deadline limit) {
         lane.hold(std::chrono::milliseconds(p.count(0)), limit);
       })},
      {{"execute", 1, 1},
       [](CoreLane& lane, P p, Deadline limit) { return lane.execute(p.text(0), limit); }},
      {{"executions", 1, 1},
       [](CoreLane& lane, P p, Deadline limit) { return lane.executions(p.text(0), limit); }},
      {{"forget", 1, 1},
       silent([](CoreLane& lane, P p, Deadline limit) { lane.forget(p.text(0), limit); })},
      {{"notify", 2, 2}, silent([](CoreLane& lane, P p, Deadline limit) {
         lane.notify(p.text(0), p.count(1), limit);
       })},
      {{"arrivals", 1, 1},
       [](CoreLane& lane, P p, Deadline limit) {
         return as_json(lane.arrivals(p.text(0), limit));
       }},
      {{"forget_arrivals", 1, 1},
       silent([](CoreLane& lane, P p, Deadline limit) { lane.forget_arrivals(p.text(0), limit); })},
  };
}

std::vector<Entry> widget_entries() {
  using P = const Parameters&;
  return {
      {{"create_widget", 3, 3},
       [](CoreLane& lane, P p, Deadline limit) {
         lane.create_widget(p.whole(0), p.text(1), p.text(2), {}, limit);
         return json(p.whole(0));
       }},
      {{"find_widget", 1, 1},
       silent([](CoreLane& lane, P p, Deadline limit) { lane.find_widget(p.whole(0), limit); })},
      {{"list_widgets", 2, 2},
       [](CoreLane& lane, P p, Deadline limit) {
         return as_json(lane.list_widgets(p.count(0), p.count(1), limit));
       }},
      {{"relabel_widget", 2, 2}, silent([](CoreLane& lane, P p, Deadline limit) {
         lane.relabel_widget(p.whole(0), p.text(1), limit);
       })},
      {{"invoke_widget", 2, 2 + kMostArguments},
       [](CoreLane& lane, P p, Deadline limit) {
         return as_json(lane.invoke_widget(p.whole(0), p.text(1), p.values_from(2), limit));
       }},
      {{"destroy_widget", 1, 1},
       silent([](CoreLane& lane, P p, Deadline limit) { lane.destroy_widget(p.whole(0), limit); })},
  };
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = [] {
    std::vector<Entry> both = probe_entries();
    const auto widgets = widget_entries();
    both.insert(both.end(), widgets.begin(), widgets.end());
    return both;
  }();
  return all;
}

const Entry* find_entry(const std::string& name) {
  const auto found = std::ranges::find_if(
      entries(), [&](const Entry& entry) { return entry.operation.name == name; });
  return found == entries().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<PipelineOperation>& pipeline_operations() {
  static const std::vector<PipelineOperation> all = [] {
    std::vector<PipelineOperation> operations;
    for (const Entry& entry : entries()) {
      operations.push_back(entry.operation);
    }
    return operations;
  }();
  return all;
}

const PipelineOperation* find_pipeline_operation(const std::string& name) {
  const Entry* entry = find_entry(name);
  return entry == nullptr ? nullptr : &entry->operation;
}

json call_operation(CoreLane& lane, const std::string& operation, const json& parameters,
                    Deadline deadline) {
  const Entry* entry = find_entry(operation);
  if (entry == nullptr) {
    throw ConfigError("there is no operation " + operation);
  }
  return entry->call(lane, Parameters(parameters), deadline);
}

}  // namespace orbbench::bench
