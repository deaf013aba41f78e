#include "console/recording.hpp"

#include <utility>

namespace orbbench::console {
namespace {

// The feed has room for more than a second of 100,000 samples a second.
constexpr std::chrono::milliseconds kPause{100};

}  // namespace

Recording::Recording(SampleFeed& feed, std::chrono::milliseconds interval)
    : feed_(feed), book_(begin_, interval), ticker_(kPause, [this] { record(); }) {}

std::vector<Recording::Shown> Recording::read() const {
  const std::lock_guard lock(mutex_);
  return shown_;
}

double Recording::now() const {
  return std::chrono::duration<double>(LatencyBook::Clock::now() - begin_).count();
}

void Recording::record() {
  const bool cleared = clear_.exchange(false);
  feed_.take(batch_);
  book_.take(batch_, LatencyBook::Clock::now());
  if (cleared) {
    book_.clear();
  }
  // Copied before the lock is taken: the UI thread reads under it.
  std::vector<std::pair<std::size_t, Shown>> fresh;
  for (std::size_t index = 0; index < book_.size(); ++index) {
    if (book_.changed(index)) {
      fresh.emplace_back(index, std::make_shared<const LatencySeries>(book_.series(index)));
    }
  }
  if (fresh.empty()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  shown_.resize(book_.size());
  for (auto& [index, series] : fresh) {
    std::swap(shown_[index], series);  // the old one ends after the lock
  }
  ++version_;
}

}  // namespace orbbench::console
