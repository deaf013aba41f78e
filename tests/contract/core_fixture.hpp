#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::tests {

/// A core of the test's own and the client library's runtime. The core must end cleanly.
class CoreFixture : public testing::Test {
 protected:
  using Deadline = orb_client::Deadline;

  void TearDown() override;

  /// Enough for any call that is to succeed, on a loaded machine too.
  static Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

  std::unique_ptr<orb_client::ConnectionPool> make_pool(
      orb_client::PoolLimits limits, orb_client::CallObserver* observer = nullptr);
  std::unique_ptr<orb_client::ConnectionPool> make_pool(
      const std::string& endpoint, orb_client::PoolLimits limits,
      orb_client::CallObserver* observer = nullptr);

  /// Before any pool, so that it ends after all.
  orb_client::OrbRuntime runtime_;
  CoreProcess core_;
};

/// The same, with one lane already leased.
class LaneFixture : public CoreFixture {
 protected:
  LaneFixture() : pool_(make_pool({.lanes = 1, .waiters = 0})), lane_(pool_->lease(soon())) {}

  std::unique_ptr<orb_client::ConnectionPool> pool_;
  orb_client::Lease lane_;
};

/// The error that the call ends in; fails the test, and gives nothing, for any other end.
template <class Error, class Call>
std::optional<Error> error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another error: " << error.what();
    return std::nullopt;
  }
  ADD_FAILURE() << "no error";
  return std::nullopt;
}

}  // namespace orbbench::tests
