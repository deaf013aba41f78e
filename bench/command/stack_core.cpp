#include "stack_core.hpp"

#include <csignal>
#include <optional>
#include <utility>

#include "orbbench/launcher/free_port.hpp"
#include "orbbench/launcher/stack.hpp"

namespace orbbench::bench {
namespace {

class StackCore : public DisposableCore {
 public:
  StackCore(const std::string& core_binary, std::stop_token stop) : stop_(std::move(stop)) {
    options_.parts = {"core"};
    options_.core_binary = core_binary;
    // By number from the first start on: omniORB takes a port again at once only then.
    options_.ports.core = launcher::find_free_port();
    start();
  }

  orb_client::Endpoint endpoint() const override {
    return orb_client::Endpoint::parse(stack_->endpoints().core->corbaloc);
  }

  void restart() override {
    kill(stack_->endpoints().core->pid, SIGKILL);
    stack_->stop();
    start();
  }

 private:
  void start() { stack_ = launcher::Stack::start(options_, {}, stop_); }

  launcher::StackOptions options_;
  const std::stop_token stop_;
  std::optional<launcher::Stack> stack_;
};

}  // namespace

std::unique_ptr<DisposableCore> start_disposable_core(const std::string& core_binary,
                                                      std::stop_token stop) {
  return std::make_unique<StackCore>(core_binary, std::move(stop));
}

}  // namespace orbbench::bench
