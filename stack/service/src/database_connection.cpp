#include "database_connection.hpp"

#include <fcntl.h>
#include <poll.h>

#include <chrono>
#include <memory>
#include <new>

#include "orbbench/service/database_pool.hpp"

namespace orbbench::service {
namespace {

using std::chrono::milliseconds;

thread_local orb_client::Deadline connect_by = orb_client::Deadline::after({});

bool wait_for(int socket, short events) {
  pollfd entry{socket, events, 0};
  const auto left = std::chrono::ceil<milliseconds>(connect_by.remaining());
  return poll(&entry, 1, static_cast<int>(left.count())) == 1;
}

bool complete(PGconn* connection) {
  if (PQstatus(connection) == CONNECTION_BAD) {
    return false;
  }
  // As libpq asks for: wait for writing before the first PQconnectPoll.
  short events = POLLOUT;
  while (wait_for(PQsocket(connection), events)) {
    switch (PQconnectPoll(connection)) {
      case PGRES_POLLING_OK:
        return true;
      case PGRES_POLLING_READING:
        events = POLLIN;
        break;
      case PGRES_POLLING_WRITING:
        events = POLLOUT;
        break;
      default:
        return false;
    }
  }
  return false;
}

std::string problem_of(PGconn* connection) {
  const std::string text = PQerrorMessage(connection);
  return text.empty() ? "the database did not answer in time" : text.substr(0, text.find('\n'));
}

// libpqxx 6 warns that this will be unneeded in version 7, which does not connect anew by itself.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
void forbid_reconnecting(pqxx::connection_base& connection) {
  connection.inhibit_reactivation(true);
}
#pragma GCC diagnostic pop

}  // namespace

void ConnectWithin::set_deadline(orb_client::Deadline deadline) {
  connect_by = deadline;
}

ConnectWithin::handle ConnectWithin::do_startconnect(handle connected) {
  if (connected != nullptr) {
    return connected;
  }
  if (used_) {
    throw pqxx::broken_connection("the connection was lost");
  }
  used_ = true;
  const auto finish = [](PGconn* connection) { PQfinish(connection); };
  std::unique_ptr<PGconn, decltype(finish)> connection(PQconnectStart(options().c_str()), finish);
  if (!connection) {
    throw std::bad_alloc();
  }
  if (!complete(connection.get())) {
    throw pqxx::broken_connection(problem_of(connection.get()));
  }
  return connection.release();
}

DatabaseConnection::DatabaseConnection(const std::string& connection_string,
                                       orb_client::Deadline deadline) try
    : connection_((ConnectWithin::set_deadline(deadline), connection_string)),
      socket_(fcntl(connection_.sock(), F_DUPFD_CLOEXEC, 0)) {
  forbid_reconnecting(connection_);
} catch (const pqxx::failure& error) {
  throw DatabaseUnavailable(error.what());
}

}  // namespace orbbench::service
