#include "core_fixture.hpp"

namespace orbbench::tests {

void CoreFixture::TearDown() {
  core_.stop();
}

std::unique_ptr<orb_client::ConnectionPool> CoreFixture::make_pool(
    orb_client::PoolLimits limits, orb_client::CallObserver* observer) {
  return make_pool(core_.reference(), limits, observer);
}

std::unique_ptr<orb_client::ConnectionPool> CoreFixture::make_pool(
    const std::string& endpoint, orb_client::PoolLimits limits,
    orb_client::CallObserver* observer) {
  return std::make_unique<orb_client::ConnectionPool>(
      runtime_, orb_client::Endpoint::parse(endpoint), limits, observer);
}

}  // namespace orbbench::tests
