#include "orbbench/widget_bridge/synchronous_worker.hpp"

namespace orbbench::widget_bridge {

void SynchronousWorker::submit(Work work) {
  if (const Apply apply = work()) {
    apply();
  }
}

}  // namespace orbbench::widget_bridge
