#include "stack_core.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <optional>
#include <system_error>
#include <utility>

#include "orbbench/launcher/stack.hpp"

namespace orbbench::bench {
namespace {

/// One that nobody has just now. A core must be asked for it by number from its first start on:
/// omniORB takes a port again at once only then.
std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool found =
      probe >= 0 && bind(probe, generic, length) == 0 && getsockname(probe, generic, &length) == 0;
  const int error = errno;
  if (probe >= 0) {
    close(probe);
  }
  if (!found) {
    throw std::system_error(error, std::generic_category(), "no free port of 127.0.0.1");
  }
  return ntohs(address.sin_port);
}

class StackCore : public DisposableCore {
 public:
  StackCore(const std::string& core_binary, std::stop_token stop) : stop_(std::move(stop)) {
    options_.parts = {"core"};
    options_.core_binary = core_binary;
    options_.ports.core = free_port();
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
