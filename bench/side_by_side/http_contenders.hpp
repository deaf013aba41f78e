#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

#include "contender.hpp"
#include "http/measured_stack.hpp"

namespace orbbench::bench {

/// Reads of one cached widget over so many connections, straight at the widget core and through the
/// gateway, and calls through it: by wrk, and by orbbench in a closed loop as wrk's is. Both share
/// a block, in turns of a tenth of a second.
class HttpContenders {
 public:
  /// `block` is how long both run, in whole seconds as wrk wants it. The stack outlives this.
  /// Throws NoWrk, WrongAnswer.
  HttpContenders(const MeasuredStack& stack, int connections, std::chrono::seconds block,
                 const std::stop_token& stop);
  ~HttpContenders();
  HttpContenders(const HttpContenders&) = delete;
  HttpContenders& operator=(const HttpContenders&) = delete;

  /// They use this.
  std::vector<Contender> all();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace orbbench::bench
