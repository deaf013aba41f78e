#include "memory/preload/canary_calls.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "checks/scenario.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::free_witness {
namespace {

using orb_client::CoreLane;
using orb_client::Deadline;

constexpr int kLives = 40;
constexpr int kRefusals = 8;
constexpr std::size_t kPingsPerBlock = 100;
constexpr std::size_t kBlocks = 20;

Deadline soon() {
  return Deadline::after(std::chrono::seconds(5));
}

/// A canary of which this process keeps no copy once it is sent.
class FreshCanary {
 public:
  explicit FreshCanary(RecordFile& record) {
    if (getrandom(octets_.data(), octets_.size(), 0) != static_cast<ssize_t>(octets_.size())) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    record.add_canary(octets_);
  }
  ~FreshCanary() { explicit_bzero(octets_.data(), octets_.size()); }
  FreshCanary(const FreshCanary&) = delete;
  FreshCanary& operator=(const FreshCanary&) = delete;

  const Canary& octets() const { return octets_; }

 private:
  Canary octets_{};
};

void live(RecordFile& record, CoreLane& lane, std::int64_t widget_id) {
  const FreshCanary canary(record);
  lane.create_widget(widget_id, "secure_widget", "orbbench", canary.octets(), soon());
  lane.invoke_widget(widget_id, "simple_operation", {}, soon());
  lane.relabel_widget(widget_id, "orbbench again", soon());
  lane.destroy_widget(widget_id, soon());
}

void expect_refusal(RecordFile& record, CoreLane& lane, std::int64_t widget_id,
                    const std::string& type) {
  const FreshCanary canary(record);
  try {
    lane.create_widget(widget_id, type, "orbbench", canary.octets(), soon());
  } catch (const orb_client::RemoteError&) {
    return;
  }
  throw orb_client::ProtocolError({"create", "", "", 0, orb_client::Completion::Yes},
                                  "the core must refuse it, and reported success");
}

std::vector<double> ping_times(CoreLane& lane) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times(kPingsPerBlock);
  for (double& time : times) {
    const auto start = Clock::now();
    lane.ping(soon());
    time = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return times;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

CanaryCallCounts send_canaries(RecordFile& record, CoreLane& lane, const std::stop_token& stop) {
  CanaryCallCounts counts;
  const std::int64_t first = bench::fresh_widget_ids();
  for (int i = 0; i < kLives && !stop.stop_requested(); ++i) {
    live(record, lane, first + i);
    ++counts.lives;
  }
  const std::int64_t taken = first + kLives;
  lane.create_widget(taken, "button", "orbbench", {}, soon());
  for (int i = 0; i < kRefusals && !stop.stop_requested(); ++i) {
    expect_refusal(record, lane, taken, "button");
    expect_refusal(record, lane, taken + 1, "no_such_type");
    counts.refused += 2;
  }
  lane.destroy_widget(taken, soon());
  return counts;
}

double ping_ratio_while_watched(RecordFile& record, CoreLane& lane) {
  std::vector<double> watched;
  std::vector<double> paused;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    // A B B A: what drifts hits both alike.
    const bool looking = block % 4 == 0 || block % 4 == 3;
    looking ? record.watch() : record.pause();
    const std::vector<double> times = ping_times(lane);
    auto& all = looking ? watched : paused;
    all.insert(all.end(), times.begin(), times.end());
  }
  record.watch();
  return median(watched) / median(paused);
}

}  // namespace orbbench::free_witness
