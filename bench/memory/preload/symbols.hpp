#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "memory/preload/record_file.hpp"

namespace orbbench::free_witness {

/// One function on a call path, as its source says it; several of them may be one call, the outer
/// having taken the inner ones in.
struct SourceFrame {
  std::string function = {};  ///< demangled; empty when nothing names it
  std::string file = {};      ///< empty when the module has no debug information
  int line = 0;
  std::string module = {};
  std::uint64_t address = 0;  ///< in the module's file
  bool inlined = false;
};

/// Names and lines of the addresses of a process, read from the files that it had loaded; the
/// process itself may be gone. One thread at a time.
class Symbols {
 public:
  explicit Symbols(const std::vector<LoadedModule>& modules);
  ~Symbols();
  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;

  /// The call that returns to this address: innermost inlined function first, at least one frame.
  const std::vector<SourceFrame>& frames_of(std::uint64_t return_address);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
  std::map<std::uint64_t, std::vector<SourceFrame>> known_;
};

/// "a::f(int) const" as "a::f".
std::string without_parameters(const std::string& function);

/// "seal (sealed_credential.cpp:70)", "free in libomniORB4.so.2".
std::string to_string(const SourceFrame& frame);

}  // namespace orbbench::free_witness
