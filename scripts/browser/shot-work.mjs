import { chromium } from 'playwright-core';
const base='http://127.0.0.1:18931';
const b=await chromium.launch({executablePath:process.argv[2],args:['--no-sandbox','--disable-gpu']});
for (const [user,lang,width,scheme] of [['officer','en',1280,'light'],['officer','sq',360,'light'],['desk','en',1280,'dark'],['field','sq',1280,'light'],['field','en',360,'dark'],['protection','en',1280,'light']]) {
  const c=await b.newContext({viewport:{width,height:900},colorScheme:scheme});
  const p=await c.newPage();
  await p.goto(base+'/sign-in?lang='+lang);
  await p.fill('#username',user); await p.fill('#password','demo-homeward'); await p.click('form.card button'); await p.waitForURL('**/work');
  await p.screenshot({path:`/tmp/shot-${user}-${lang}-${width}.png`,fullPage:true});
  await c.close();
}
await b.close();
