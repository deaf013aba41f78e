#include "shared_work_fixture.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {

std::uint64_t SoakFile::calls() const {
  return static_cast<std::uint64_t>(std::llround(rate * duration_s));
}

std::string SoakFile::text() const {
  const nlohmann::json plan{{"kind", "soak"},
                            {"core", core},
                            {"metrics", metrics},
                            {"rate", rate},
                            {"duration_s", duration_s},
                            {"interval_s", interval_s},
                            {"generators", generators},
                            {"deadline_ms", deadline_ms},
                            {"payload_octets", 64},
                            // What so few calls, beside other tests, say little of.
                            {"drift", 1000},
                            {"margin_octets", 1e9}};
  return plan.dump();
}

void SharedWorkFixture::SetUp() {
  StackFixture::SetUp();
  stack_.emplace(launcher::Stack::start(options(parts())));
  core_.emplace(core_settings());
  ASSERT_EQ(run({"work", "list"}).status, 0);  // makes the schema
  queue_.emplace(server().connection_string());
  store_.emplace(server().connection_string());
}

void SharedWorkFixture::TearDown() {
  store_.reset();
  queue_.reset();
  core_.reset();
  stack_.reset();
  StackFixture::TearDown();
}

std::vector<std::string> SharedWorkFixture::environment() const {
  std::vector<std::string> all = StackFixture::environment();
  all.push_back("XDG_DATA_HOME=" + (folder() / "data").string());
  all.push_back("ORBBENCH_RESULTS_URL=" + database());
  return all;
}

std::unique_ptr<CommandRun> SharedWorkFixture::start(
    const std::vector<std::string>& arguments) const {
  return std::make_unique<CommandRun>(arguments, environment());
}

std::unique_ptr<CommandRun> SharedWorkFixture::start_worker(
    const std::string& name, const std::vector<std::string>& further) const {
  std::vector<std::string> arguments{"worker", "--name", name, "--lease", "1", "--no-schedules"};
  arguments.insert(arguments.end(), further.begin(), further.end());
  return start(arguments);
}

Finished SharedWorkFixture::run(const std::vector<std::string>& arguments) const {
  return finish(arguments, environment());
}

std::string SharedWorkFixture::submit(const std::string& plan) const {
  const auto file = folder() / "plan.json";
  std::ofstream(file) << plan;
  const Finished submitted = run({"work", "submit", file});
  EXPECT_EQ(submitted.status, 0) << submitted.errors;
  constexpr std::size_t kIdLength = 36;
  const std::size_t at = submitted.output.find("work: ");
  return at == std::string::npos ? "" : submitted.output.substr(at + 6, kIdLength);
}

SoakFile SharedWorkFixture::soak() const {
  return {.core = core_host() + ":" + std::to_string(core_->ports().iiop),
          .metrics =
              "http://" + core_host() + ":" + std::to_string(core_->ports().metrics) + "/metrics"};
}

void SharedWorkFixture::lose_replies(std::uint32_t count) {
  using orb_client::Deadline;
  constexpr std::chrono::seconds kSoon{5};
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core().address()), {});
  pool.lease(Deadline::after(kSoon))->drop_replies(count, Deadline::after(kSoon));
}

int SharedWorkFixture::await_item_of(const std::string& worker, const std::string& work_id) {
  int ordinal = -1;
  EXPECT_TRUE(eventually([&] {
    for (const work::ItemInfo& item : queue_->items(work_id)) {
      if (item.state == work::ItemState::Leased && item.leased_by == worker) {
        ordinal = item.ordinal;
      }
    }
    return ordinal >= 0;
  })) << worker
      << " got nothing";
  return ordinal;
}

store::StoredRun SharedWorkFixture::await_result(const std::string& work_id) {
  EXPECT_TRUE(eventually([&] {
    const auto run = queue_->show(work_id);
    return run && run->result_id;
  })) << "there is no result";
  return store_->load(work_id).value_or(store::StoredRun{});
}

metrics::LatencyHistogram latency_in(const store::StoredRun& soak) {
  const auto found =
      std::ranges::find(soak.histograms, "soak.latency/latency", &store::StoredHistogram::name);
  return found == soak.histograms.end() ? metrics::LatencyHistogram()
                                        : metrics::decode_hdr(found->octets);
}

metrics::LatencyHistogram latency_in(const std::vector<work::ItemInfo>& items) {
  metrics::LatencyHistogram whole;
  for (const work::ItemInfo& item : items) {
    if (!item.histogram.empty()) {
      whole.merge(metrics::decode_hdr(item.histogram));
    }
  }
  return whole;
}

std::string verdict_of(const store::StoredRun& run, const std::string& check) {
  const auto found = std::ranges::find(run.checks, check, &store::StoredCheck::name);
  return found == run.checks.end() ? "missing" : found->verdict + ": " + found->summary;
}

std::size_t count_of_kind(store::ResultsStore& store, const std::string& kind) {
  return store.list({.kind = kind, .limit = 1000}).size();
}

}  // namespace orbbench::tests
