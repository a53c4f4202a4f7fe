"""What may not be shown, decided once for all areas."""
