import { guard } from '../../../lib/auth.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = guard.handlers;
