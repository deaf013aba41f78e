#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/widget_bridge/synchronous_worker.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "queued_ui_thread.hpp"

namespace orbbench::widget_bridge {
namespace {

using testing::ElementsAre;

class ThreadWorkerTest : public testing::Test {
 protected:
  void make_worker() {
    worker_.emplace(ui_, [this](const std::string& line) { trouble_.set_value(line); });
  }

  QueuedUiThread ui_;
  std::promise<std::string> trouble_;
  std::optional<ThreadWorker> worker_;
};

TEST_F(ThreadWorkerTest, WorksOffTheUiThreadAndAppliesOnIt) {
  make_worker();
  std::thread::id worked;
  std::thread::id applied;
  worker_->submit([&] {
    worked = std::this_thread::get_id();
    return [&] { applied = std::this_thread::get_id(); };
  });
  ui_.run_one();
  EXPECT_NE(worked, std::this_thread::get_id());
  EXPECT_EQ(applied, std::this_thread::get_id());
}

TEST_F(ThreadWorkerTest, DoesTheJobsInTheirOrder) {
  make_worker();
  std::vector<int> order;
  for (int number = 0; number < 3; ++number) {
    worker_->submit([&order, number] { return [&order, number] { order.push_back(number); }; });
  }
  for (int number = 0; number < 3; ++number) {
    ui_.run_one();
  }
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST_F(ThreadWorkerTest, AppliesNothingAfterItsEnd) {
  make_worker();
  bool applied = false;
  worker_->submit([&] { return [&] { applied = true; }; });
  std::promise<void> reached;
  worker_->submit([&]() -> Worker::Apply {
    reached.set_value();
    return {};
  });
  reached.get_future().wait();
  worker_.reset();
  ui_.run_one();
  EXPECT_FALSE(applied);
}

TEST_F(ThreadWorkerTest, RefusesAJobWhen256Wait) {
  make_worker();
  std::promise<void> begun;
  std::promise<void> go_on;
  // Taken here: the worker may come to its wait after this test has let it go on and ended.
  auto released = go_on.get_future().share();
  worker_->submit([&begun, released]() -> Worker::Apply {
    begun.set_value();
    released.wait();
    return {};
  });
  begun.get_future().wait();
  const auto nothing = []() -> Worker::Apply { return {}; };
  for (std::size_t waiting = 0; waiting < ThreadWorker::kMaxWaiting; ++waiting) {
    worker_->submit(nothing);
  }
  EXPECT_THROW(worker_->submit(nothing), WorkerBusy);
  go_on.set_value();
  worker_.reset();  // it may still be setting the first promise
}

TEST_F(ThreadWorkerTest, TellsOfWorkThatThrewAndGoesOn) {
  make_worker();
  worker_->submit([]() -> Worker::Apply { throw std::runtime_error("broken"); });
  worker_->submit([] { return [] {}; });
  ui_.run_one();
  EXPECT_EQ(trouble_.get_future().get(), "broken");
}

TEST_F(ThreadWorkerTest, TellsOfAResultThatTheUiThreadRefused) {
  make_worker();
  ui_.refuse_from_now_on();
  worker_->submit([] { return [] {}; });
  EXPECT_EQ(trouble_.get_future().get(), "refused");
}

TEST(SynchronousWorkerTest, WorksAndAppliesBeforeItReturns) {
  SynchronousWorker worker;
  std::vector<std::string> steps;
  worker.submit([&] {
    steps.emplace_back("work");
    return [&] { steps.emplace_back("apply"); };
  });
  EXPECT_THAT(steps, ElementsAre("work", "apply"));
}

}  // namespace
}  // namespace orbbench::widget_bridge
