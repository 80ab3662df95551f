import { byId, fill } from './ui/element.ts';
import { routeRow, vaultRoute } from './ui/routes.ts';
import { showWho } from './ui/who.ts';

void showWho();
fill(byId('routes'), routeRow(vaultRoute));
