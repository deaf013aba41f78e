#pragma once

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <string>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::service {

/// How libpqxx connects: within a deadline, and once. libpq's own connect_timeout is of 2 s at the
/// least, and libpqxx would connect anew under a transaction.
class ConnectWithin : public pqxx::connectionpolicy {
 public:
  explicit ConnectWithin(const std::string& connection_string)
      : pqxx::connectionpolicy(connection_string) {}

  /// Says until when connections that this thread makes have time.
  static void set_deadline(orb_client::Deadline deadline);

  handle do_startconnect(handle connected) override;

 private:
  bool used_ = false;
};

/// One connection of the pool.
class DatabaseConnection {
 public:
  /// Throws DatabaseUnavailable.
  DatabaseConnection(const std::string& connection_string, orb_client::Deadline deadline);

  pqxx::connection_base& get() { return connection_; }
  bool is_open() const { return connection_.is_open(); }
  /// A second descriptor of its socket, which names it even after libpq has closed its own.
  int socket() const { return socket_.number(); }

  bool fresh = true;  ///< no transaction has ended on it

 private:
  pqxx::basic_connection_base<ConnectWithin> connection_;
  process::FileDescriptor socket_;
};

}  // namespace orbbench::service
