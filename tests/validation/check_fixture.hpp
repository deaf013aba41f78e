#pragma once

#include <gtest/gtest.h>

#include <string>

#include "checks/check.hpp"
#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {

/// A core of the test's own, with faults enabled, and the checks' context on it.
class CheckFixture : public testing::Test {
 protected:
  explicit CheckFixture(const CoreProcess::Settings& core = {});

  orb_client::CoreLane& control() { return *control_; }
  static orb_client::Deadline soon();

  CoreProcess core_;
  orb_client::OrbRuntime runtime_;
  orb_client::ConnectionPool pool_;
  orb_client::Lease control_;
  bench::CheckContext context_;
};

/// Whether any line begins with the site's name.
bool names_site(const std::vector<std::string>& evidence, const std::string& site);

}  // namespace orbbench::tests
