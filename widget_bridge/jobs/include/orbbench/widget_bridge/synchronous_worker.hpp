#pragma once

#include "orbbench/widget_bridge/worker.hpp"

namespace orbbench::widget_bridge {

/// For tests of views: works and applies before submit() returns, on the caller's thread. What the
/// work throws comes out of submit().
class SynchronousWorker : public Worker {
 public:
  void submit(Work work) override;
};

}  // namespace orbbench::widget_bridge
