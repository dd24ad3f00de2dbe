import random,time
from rapidfuzz import process,fuzz,utils
random.seed(1)
syl=["ba","re","tor","mi","lan","cu","so","ver","din","gal","pe","fou","che"]
w=lambda:''.join(random.choice(syl) for _ in range(3))
c=[f"{w()} {w()} {w()}" for _ in range(100000)]
q=["Centre national de la recherche scientifique","Emmanuel Macron","France 2030","CNRS","Intesa Sanpaolo"]
for s in (fuzz.token_set_ratio,fuzz.WRatio):
    t=time.time()
    for x in q: process.extract(x,c,scorer=s,limit=20)
    print(s.__name__,(time.time()-t)/len(q)*1000,'ms a name')
