#include "worker/submission.hpp"

#include <algorithm>
#include <array>

#include "orbbench/orb_client/errors.hpp"
#include "worker/pipeline_plan.hpp"
#include "worker/plan_reader.hpp"
#include "worker/soak_item.hpp"

namespace orbbench::bench {
namespace {

constexpr double kMostPriority = 1'000'000;
constexpr std::size_t kMostAttempts = 1000;

using Payloads = std::vector<std::string>;

Payloads split_pipeline(const std::string& plan) {
  parse_pipeline(plan);
  return {"{}"};
}

Payloads split_soak(const std::string& plan) {
  const SharedSoak soak = parse_shared_soak(plan);
  Payloads payloads;
  payloads.reserve(soak.items());
  for (std::size_t ordinal = 0; ordinal < soak.items(); ++ordinal) {
    payloads.push_back("{\"stretch\": " + std::to_string(soak.stretch_of(ordinal)) +
                       ", \"generator\": " + std::to_string(ordinal % soak.generators) + "}");
  }
  return payloads;
}

struct Kind {
  const char* name;
  Payloads (*split)(const std::string& plan);
  /// What a pipeline calls need not be repeatable; a stretch of a soak can be made again.
  std::size_t attempts;
};

constexpr std::array<Kind, 2> kKinds{{{"pipeline", split_pipeline, 1}, {"soak", split_soak, 5}}};

const Kind& kind_called(const std::string& name) {
  const auto found =
      std::ranges::find_if(kKinds, [&](const Kind& one) { return one.name == name; });
  if (found == kKinds.end()) {
    throw orb_client::ConfigError("plan: kind must be pipeline or soak");
  }
  return *found;
}

}  // namespace

const std::vector<std::string>& work_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    std::ranges::transform(kKinds, std::back_inserter(all), &Kind::name);
    return all;
  }();
  return names;
}

std::vector<std::string> split_plan(const std::string& kind, const std::string& plan) {
  return kind_called(kind).split(plan);
}

int default_attempts(const std::string& kind) {
  return static_cast<int>(kind_called(kind).attempts);
}

work::NewRun read_submission(const std::string& text) {
  const nlohmann::json document = parse_plan(text);
  const PlanReader reader(document, "");
  const Kind& kind = kind_called(reader.text("kind"));
  work::NewRun run;
  run.work_id = store::make_uuid();
  run.kind = kind.name;
  run.plan = text;
  run.priority = static_cast<int>(reader.number("priority", 0, -kMostPriority, kMostPriority));
  run.max_attempts =
      static_cast<int>(reader.whole("max_attempts", kind.attempts, 1, kMostAttempts));
  run.payloads = kind.split(text);
  return run;
}

}  // namespace orbbench::bench
