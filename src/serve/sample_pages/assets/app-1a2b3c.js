document.getElementById('root').textContent = 'the tests serve this'
