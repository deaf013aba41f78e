#include "usage/usage_book.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "model/widget_record.hpp"
#include "orbbench/service/log.hpp"
#include "store/usage_rows.hpp"
#include "usage/operation_class.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::Deadline;
using Note = UsageBook::Note;

constexpr std::chrono::seconds kPeriod{1};
constexpr std::chrono::seconds kPatience{3};
constexpr std::size_t kMostWaiting = 100'000;
constexpr const char* kLost = "usage_records_lost_total";

/// Of this process alone, so that the numbers of its batches mean something.
std::string make_writer_name() {
  std::array<unsigned char, 16> octets{};
  randombytes_buf(octets.data(), octets.size());
  std::array<char, 2 * 16 + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), octets.data(), octets.size());
}

auto place_of(const Note& note) {
  return std::tuple(note.tenant_id, note.day, std::string_view(note.operation));
}

UsageSums sums_of(std::vector<Note>::const_iterator first, std::vector<Note>::const_iterator last) {
  UsageSums sums;
  for (; first != last; ++first) {
    ++sums.calls;
    sums.errors += first->is_error ? 1U : 0U;
    sums.octets_in += first->octets_in;
    sums.octets_out += first->octets_out;
    sums.response_times.record(first->elapsed);
  }
  return sums;
}

/// In one order, whoever writes: two services never wait for each other in a circle.
void add_all(pqxx::work& work, const std::vector<Note>& sorted) {
  for (auto first = sorted.begin(); first != sorted.end();) {
    const auto last = std::find_if(
        first, sorted.end(), [&](const Note& note) { return place_of(note) != place_of(*first); });
    add_usage(work, {first->tenant_id, first->day, first->operation}, sums_of(first, last));
    first = last;
  }
}

}  // namespace

UsageBook::UsageBook(service::DatabasePool& database, service::ServiceMetrics& metrics)
    : database_(database), metrics_(metrics), writer_(make_writer_name()) {
  metrics_.declare_counter(kLost, "Replies whose usage could not be kept");
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void UsageBook::note(const service::ServedRequest& request) {
  const char* operation = operation_class(request.method, request.path);
  if (operation == nullptr) {
    return;
  }
  const Note note{owner_of(request.caller).tenant_id,
                  std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()),
                  operation,
                  request.status >= 400,
                  request.octets_in,
                  request.octets_out,
                  request.elapsed};
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kMostWaiting) {
      waiting_.push_back(note);
      return;
    }
  }
  metrics_.count(kLost);
}

void UsageBook::stop() {
  thread_.request_stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void UsageBook::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      stopping_.wait_for(lock, stop, kPeriod, [] { return false; });
    }
    write();
  }
  write();  // what was noted while the one before it was under way
}

// A batch that may have been written is written again as it was, under its number.
void UsageBook::take_batch() {
  if (!batch_.empty()) {
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    batch_.swap(waiting_);
  }
  ++batch_number_;
  std::ranges::sort(batch_, {}, place_of);
}

void UsageBook::write() {
  take_batch();
  if (batch_.empty()) {
    return;
  }
  try {
    database_.transact(Deadline::after(kPatience), [this](pqxx::work& work) {
      if (begin_batch(work, writer_, batch_number_)) {
        add_all(work, batch_);
      }
    });
    batch_.clear();
    last_problem_.clear();
  } catch (const std::exception& error) {
    // It is tried again; an outage lasts for many turns, but is one piece of news.
    if (last_problem_ != error.what()) {
      last_problem_ = error.what();
      service::log(service::LogLevel::Warning, "usage_waits", {{"reason", last_problem_}});
    }
  }
}

}  // namespace orbbench::widget_core
