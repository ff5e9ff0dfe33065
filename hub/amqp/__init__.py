"""RabbitMQ: connections that come back, publishing with confirms, consuming with leases."""
