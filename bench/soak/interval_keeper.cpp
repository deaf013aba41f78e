#include "soak/interval_keeper.hpp"

#include <utility>

#include "orbbench/store/spool.hpp"
#include "results/data_folder.hpp"
#include "soak/interval_form.hpp"

namespace orbbench::bench {
namespace {

store::Spool spool() {
  return store::Spool(data_folder() / "spool");
}

}  // namespace

IntervalKeeper::IntervalKeeper(std::string soak, Tell tell)
    : soak_(std::move(soak)),
      tell_(std::move(tell)),
      carrying_([this](const std::stop_token& stop) { carry(stop); }) {}

IntervalKeeper::~IntervalKeeper() = default;

void IntervalKeeper::keep(const SoakInterval& interval) {
  keep(stored_form(interval, soak_));
}

void IntervalKeeper::keep(const store::StoredRun& run) {
  spool().write(run);
  {
    const std::lock_guard lock(mutex_);
    has_new_ = true;
  }
  written_.notify_one();
}

void IntervalKeeper::carry(const std::stop_token& stop) {
  std::optional<Results> results;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!written_.wait(lock, stop, [this] { return has_new_; })) {
        return;
      }
      has_new_ = false;
    }
    carry_once(results, stop);
  }
}

void IntervalKeeper::carry_once(std::optional<Results>& results, const std::stop_token& stop) {
  try {
    if (results) {
      spool().replay(results->store(), tell_);
    } else {
      results.emplace(Results::open(tell_, stop));  // which does the same
    }
    told_.clear();
  } catch (const launcher::StackInterrupted&) {
    results.reset();
  } catch (const store::StoreError& error) {
    results.reset();
    tell_once(error.what());
  } catch (const launcher::StackError& error) {
    results.reset();
    tell_once(error.what());
  }
}

void IntervalKeeper::tell_once(const std::string& reason) {
  if (reason != told_) {
    tell_("the results server is away (" + reason + "); intervals wait in the spool");
    told_ = reason;
  }
}

}  // namespace orbbench::bench
