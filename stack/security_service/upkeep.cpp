#include "upkeep.hpp"

#include "orbbench/service/log.hpp"

namespace orbbench::security {
namespace {

using orb_client::Deadline;

constexpr std::chrono::seconds kRound{1};
constexpr std::chrono::seconds kPatience{3};

}  // namespace

Upkeep::Upkeep(Workshop& workshop, std::string admin_user, std::string admin_password)
    : workshop_(workshop),
      admin_user_(std::move(admin_user)),
      admin_password_(std::move(admin_password)) {
  round();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Upkeep::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    stopping_.wait_for(lock, stop, kRound, [] { return false; });
    if (!stop.stop_requested()) {
      round();
    }
  }
}

void Upkeep::round() {
  try {
    if (!has_admin_) {
      make_admin();
    }
    if (!has_revoked_) {
      load_revoked();
    }
    workshop_.revocations.refresh();
  } catch (const std::exception& error) {
    service::log(service::LogLevel::Warning, "upkeep_failed", {{"detail", error.what()}});
  }
}

void Upkeep::make_admin() {
  if (!admin_user_.empty()) {
    User admin;
    admin.tenant_id = 1;
    admin.username = admin_user_;
    admin.email = admin_user_ + "@localhost";
    admin.role = "admin";
    const Deadline deadline = Deadline::after(kPatience);
    admin.password_hash = workshop_.passwords.hash(admin_password_.text(), deadline);
    workshop_.database.transact(deadline, [&](pqxx::work& work) {
      if (const auto id = insert_user(work, admin)) {
        write_audit(work, {"register", admin_user_, id, true, "bootstrap"});
      }
    });
  }
  has_admin_ = true;
}

void Upkeep::load_revoked() {
  workshop_.revocations.replace(workshop_.database.query(
      Deadline::after(kPatience), [](pqxx::work& work) { return list_revoked(work); }));
  has_revoked_ = true;
}

}  // namespace orbbench::security
